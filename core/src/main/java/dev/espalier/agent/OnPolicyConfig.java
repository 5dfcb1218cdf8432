package dev.espalier.agent;

/**
 * The settings of an agent that learns from what its own policy did, and forgets it then. Steps of a random policy would teach it
 * nothing, so its runs begin without any.
 */
public interface OnPolicyConfig extends AgentConfig {}
