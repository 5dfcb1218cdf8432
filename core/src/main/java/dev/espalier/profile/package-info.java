/** Profiling: how long each phase of a training step takes. */
@NullMarked
package dev.espalier.profile;

import org.jspecify.annotations.NullMarked;
