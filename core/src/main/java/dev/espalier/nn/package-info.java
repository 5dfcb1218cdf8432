/** Networks with libtorch tensors as parameters, their optimiser and their updates under gates. */
@NullMarked
package dev.espalier.nn;

import org.jspecify.annotations.NullMarked;
