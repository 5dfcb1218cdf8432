/** Benchmarks: environments, one update, a whole run. */
@NullMarked
package dev.espalier.cli.bench;

import org.jspecify.annotations.NullMarked;
