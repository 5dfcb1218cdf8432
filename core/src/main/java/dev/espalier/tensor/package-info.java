/**
 * Native tensors: their lifetime, which only this package manages, and parallel work on them; seeded random streams.
 */
@NullMarked
package dev.espalier.tensor;

import org.jspecify.annotations.NullMarked;
