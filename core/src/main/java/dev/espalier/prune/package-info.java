/** The paper's method: gates, the cost of units, and the removal of units. It does not depend on network classes. */
@NullMarked
package dev.espalier.prune;

import org.jspecify.annotations.NullMarked;
