/** Experience: transitions of the environments, stored in a replay buffer or as rollouts, and mini-batches of them. */
@NullMarked
package dev.espalier.data;

import org.jspecify.annotations.NullMarked;
