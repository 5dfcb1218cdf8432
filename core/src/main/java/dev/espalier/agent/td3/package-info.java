/** TD3, twin delayed deep deterministic policy gradient: its update, its losses and its configuration. */
@NullMarked
package dev.espalier.agent.td3;

import org.jspecify.annotations.NullMarked;
