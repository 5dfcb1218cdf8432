package dev.espalier.run;

import dev.espalier.env.Environments;
import dev.espalier.policy.Controller;
import dev.espalier.policy.Normalisation;
import dev.espalier.policy.Policy;
import dev.espalier.run.loop.Policies;

/**
 * The deterministic policy of a run at one moment.
 *
 * @param env id of the task that it was trained for; that of a model is its path on this machine
 * @param task what the task is called where the policy is published
 * @param step environment steps that it had been trained for
 * @param undecided gates whose theta is still between 0 and 1; it is folded into the weights as their expectation
 * @param deployed parameters of what is needed to act, as the paper counts them
 * @param policy what acts
 */
public record TrainedPolicy(String env, String task, long step, long undecided, long deployed, Policy policy) {

    /** A policy whose task is called by its id, or by the name of its model. */
    public TrainedPolicy(String env, long step, long undecided, long deployed, Policy policy) {
        this(env, Environments.name(env), step, undecided, deployed, policy);
    }

    /** The same policy, whose task is called so. */
    public TrainedPolicy named(String name) {
        return new TrainedPolicy(env, name, step, undecided, deployed, policy);
    }

    /** Bytes of the folded weights that are shipped, and of means and deviations of observations, as 32-bit floats. */
    public long bytes() {
        Normalisation normalisation = policy.network().normalisation();
        long statistics = normalisation == null ? 0 : 2L * normalisation.size();
        long weights = policy.network().layers().stream()
                .mapToLong(layer -> (long) layer.weights().length + layer.bias().length)
                .sum();
        return Float.BYTES * (statistics + weights);
    }

    /**
     * The same policy, which stops with a {@link dev.espalier.nn.DivergenceException} instead of answering with a
     * non-finite number.
     */
    public Controller checked() {
        return Policies.checked(policy);
    }
}
