/** Benchmarks of the hot path's kernels. */
@NullMarked
package dev.espalier.benchmark;

import org.jspecify.annotations.NullMarked;
