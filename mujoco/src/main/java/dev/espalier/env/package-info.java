/** Reinforcement learning tasks with Gymnasium's rules, on MuJoCo physics. */
@NullMarked
package dev.espalier.env;

import org.jspecify.annotations.NullMarked;
