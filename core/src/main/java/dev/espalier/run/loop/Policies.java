package dev.espalier.run.loop;

import dev.espalier.agent.Agent;
import dev.espalier.env.BoxSpace;
import dev.espalier.nn.DivergenceException;
import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Controller;
import dev.espalier.policy.Policy;
import java.util.random.RandomGenerator;

/** An agent's deterministic policy, fitted to the actions of its task. */
public final class Policies {

    private Policies() {}

    /** @throws IllegalArgumentException if a bound is infinite */
    static ActionRange range(BoxSpace actions) {
        return new ActionRange(actions.low(), actions.high());
    }

    /** The policy as it is now, in memory of its own. */
    public static Policy of(Agent agent, BoxSpace actions) {
        return new Policy(agent.deterministic(), range(actions));
    }

    /** The same policy, which stops with a {@link DivergenceException} instead of answering with a non-finite number. */
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

    /** An action drawn evenly from all that tanh can give, {@code [size]}. */
    static float[] uniformAction(int size, RandomGenerator random) {
        float[] action = new float[size];
        for (int i = 0; i < size; i++) {
            action[i] = random.nextFloat(-1, 1);
        }
        return action;
    }
}
