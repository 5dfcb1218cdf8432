/** Running a trained policy with plain arrays and loops. */
@NullMarked
package dev.espalier.policy;

import org.jspecify.annotations.NullMarked;
