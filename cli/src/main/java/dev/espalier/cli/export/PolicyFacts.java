package dev.espalier.cli.export;

/**
 * Where a policy comes from, for whoever finds its file later.
 *
 * @param task id of the task that it was trained for
 * @param step environment steps that it had been trained for
 * @param parameters weights and biases of its network
 * @param version of Espalier
 * @param commit of Espalier
 */
public record PolicyFacts(String task, long step, long parameters, String version, String commit) {}
