/** Networks whose parameters are libtorch tensors, and the optimiser that moves them. */
@NullMarked
package dev.espalier.nn;

import org.jspecify.annotations.NullMarked;
