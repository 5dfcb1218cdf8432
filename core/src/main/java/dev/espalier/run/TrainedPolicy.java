package dev.espalier.run;

import dev.espalier.agent.Agent;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.config.RunConfig;
import dev.espalier.env.BoxSpace;
import dev.espalier.env.Environments;
import dev.espalier.policy.Controller;
import dev.espalier.policy.Normalisation;
import dev.espalier.policy.Policy;
import dev.espalier.run.loop.Policies;

/**
 * The deterministic policy of a run at one step.
 *
 * @param env id of the task that it was trained for; for a model file its path on this machine
 * @param task name of the task where the policy is published
 * @param step environment steps of training
 * @param undecided gates with theta still between 0 and 1, folded into the weights as the factor theta
 * @param deployed deployed parameters, as the paper counts them
 */
public record TrainedPolicy(String env, String task, long step, long undecided, long deployed, Policy policy) {

    /** A policy whose task is named by its id, or by the file name of its model. */
    public TrainedPolicy(String env, long step, long undecided, long deployed, Policy policy) {
        this(env, Environments.name(env), step, undecided, deployed, policy);
    }

    /** The present policy of an agent after so many environment steps. */
    static TrainedPolicy of(Agent agent, RunConfig config, long step, BoxSpace actions) {
        return new TrainedPolicy(
                config.env(),
                step,
                Sizes.undecided(agent, config.prune().tolerance()),
                ParameterCount.of(agent.blueprint()).deployed(),
                Policies.of(agent, actions));
    }

    /** This policy with another name for its task. */
    public TrainedPolicy named(String name) {
        return new TrainedPolicy(env, name, step, undecided, deployed, policy);
    }

    /** This policy with other weights, as after rounding them. */
    public TrainedPolicy with(Policy other) {
        return new TrainedPolicy(env, task, step, undecided, deployed, other);
    }

    /** Size of the folded weights, and of means and deviations of observations, as 32-bit floats. */
    public long bytes() {
        Normalisation normalisation = policy.network().normalisation();
        long statistics = normalisation == null ? 0 : 2L * normalisation.size();
        long weights = policy.network().layers().stream()
                .mapToLong(layer -> (long) layer.weights().length + layer.bias().length)
                .sum();
        return Float.BYTES * (statistics + weights);
    }

    /** Wraps the policy so that a non-finite action throws a {@link dev.espalier.nn.DivergenceException}. */
    public Controller checked() {
        return Policies.checked(policy);
    }
}
