/** Soft actor-critic, with and without a value network: its updates, its losses and its configuration. */
@NullMarked
package dev.espalier.agent.sac;

import org.jspecify.annotations.NullMarked;
