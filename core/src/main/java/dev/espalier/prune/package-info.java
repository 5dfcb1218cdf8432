/** The paper: gates, what a unit costs, and the removal of units. Knows no network class. */
@NullMarked
package dev.espalier.prune;

import org.jspecify.annotations.NullMarked;
