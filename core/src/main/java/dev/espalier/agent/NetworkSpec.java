package dev.espalier.agent;

import java.util.List;

/**
 * One network of an agent as the agent itself states it: a multi-layer perceptron, what it reads and what it is for.
 * Sizes, costs and whether it is deployed follow from this.
 *
 * @param name for example {@code policy} or {@code q1}
 * @param input what it reads
 * @param hidden units of each hidden layer at the start
 * @param outputs width of its linear output
 * @param role what it is for
 */
public record NetworkSpec(String name, Input input, List<Integer> hidden, int outputs, Role role) {

    /** What a network reads. */
    public enum Input {
        /** The observation s, or its features z_o. */
        STATE,
        /** Observation and action (s, a), or their features z_oa. */
        STATE_AND_ACTION
    }

    /** What a network is for. */
    public enum Role {
        /** Acts: needed for learning and for deployment. */
        POLICY,
        /** Judges: needed for learning only. */
        CRITIC
    }

    public NetworkSpec {
        hidden = List.copyOf(hidden);
    }

    /** The same network with other units. */
    public NetworkSpec with(List<Integer> units) {
        return new NetworkSpec(name, input, units, outputs, role);
    }
}
