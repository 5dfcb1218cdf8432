/** Native tensors: their lifetime, managed only here, and parallel work on them; seeded random streams. */
@NullMarked
package dev.espalier.tensor;

import org.jspecify.annotations.NullMarked;
