/** What every agent shares: the Agent contract, mini-batches and the replay buffer. */
@NullMarked
package dev.espalier.agent;

import org.jspecify.annotations.NullMarked;
