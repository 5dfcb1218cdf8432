/** Experience: transitions of the environments, kept as a replay or as rollouts, and mini-batches drawn from them. */
@NullMarked
package dev.espalier.data;

import org.jspecify.annotations.NullMarked;
