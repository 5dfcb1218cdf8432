/** PPO, proximal policy optimisation: its update, its losses and its configuration. */
@NullMarked
package dev.espalier.agent.ppo;

import org.jspecify.annotations.NullMarked;
