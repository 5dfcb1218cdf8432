package dev.espalier.architecture;

import dev.espalier.settings.InvalidSettingException;
import dev.espalier.settings.Settings;
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

    /** Name of the network from which actions come. */
    public static final String POLICY = "policy";

    /** Name of the value network. */
    public static final String VALUE = "value";

    /** Name of the first Q network. */
    public static final String Q1 = "q1";

    /** Name of the second Q network. */
    public static final String Q2 = "q2";

    /** Two such layers in a row have as many weights as a Java array can hold entries. */
    public static final int MAX_UNITS = 32_768;

    /** Most hidden layers of one network. */
    private static final int MAX_LAYERS = 64;

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
        /** TwinQ: needed for learning only. */
        CRITIC
    }

    public NetworkSpec {
        hidden = List.copyOf(hidden);
    }

    /**
     * Checks the setting {@code hidden} of an agent.
     *
     * @throws InvalidSettingException if there is no layer or there are too many, or one of too few or too many units
     */
    public static void requireHidden(List<Integer> hidden) {
        if (hidden.isEmpty()) {
            throw new InvalidSettingException("hidden", "is empty; give the units of at least one hidden layer");
        }
        if (hidden.size() > MAX_LAYERS) {
            throw new InvalidSettingException("hidden", "has " + hidden.size() + " layers; give at most " + MAX_LAYERS);
        }
        for (int units : hidden) {
            Settings.atLeast("hidden", units, 1);
            if (units > MAX_UNITS) {
                throw new InvalidSettingException("hidden", "has a layer of " + units + "; give at most " + MAX_UNITS);
            }
        }
    }

    /** The same network with other units. */
    public NetworkSpec with(List<Integer> units) {
        return new NetworkSpec(name, input, units, outputs, role);
    }
}
