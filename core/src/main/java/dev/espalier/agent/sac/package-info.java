/** Soft actor-critic as published at ICML 2018: its update, its losses and its configuration. */
@NullMarked
package dev.espalier.agent.sac;

import org.jspecify.annotations.NullMarked;
