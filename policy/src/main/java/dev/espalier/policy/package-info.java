/** A policy as it acts: plain arrays and loops. */
@NullMarked
package dev.espalier.policy;

import org.jspecify.annotations.NullMarked;
