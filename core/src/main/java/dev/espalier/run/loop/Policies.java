package dev.espalier.run.loop;

import dev.espalier.agent.Agent;
import dev.espalier.env.BoxSpace;
import dev.espalier.nn.DivergenceException;
import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Controller;
import dev.espalier.policy.Policy;
import java.util.random.RandomGenerator;

/** Creates an agent's deterministic policy, with the action range of its task. */
public final class Policies {

    private Policies() {}

    /** @throws IllegalArgumentException if a bound is infinite */
    static ActionRange range(BoxSpace actions) {
        return new ActionRange(actions.low(), actions.high());
    }

    /** A snapshot of the agent's policy with its own memory. */
    public static Policy of(Agent agent, BoxSpace actions) {
        return new Policy(agent.deterministic(), range(actions));
    }

    /** Wraps a policy so that a non-finite action throws a {@link DivergenceException}. */
    public static Controller checked(Policy policy) {
        return (observation, action) -> {
            policy.act(observation, action);
            for (double entry : action) {
                if (!Double.isFinite(entry)) {
                    throw new DivergenceException("policy", "action", entry);
                }
            }
        };
    }

    /** A uniformly random action in [-1, 1), {@code [size]}. */
    static float[] uniformAction(int size, RandomGenerator random) {
        float[] action = new float[size];
        for (int i = 0; i < size; i++) {
            action[i] = random.nextFloat(-1, 1);
        }
        return action;
    }
}
