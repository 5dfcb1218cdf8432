/** Training runs: the loop, evaluation, checkpoints and the run directory. */
@NullMarked
package dev.espalier.run;

import org.jspecify.annotations.NullMarked;
