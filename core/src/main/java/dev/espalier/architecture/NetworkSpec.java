package dev.espalier.architecture;

import dev.espalier.settings.InvalidSettingException;
import dev.espalier.settings.Settings;
import java.util.List;

/**
 * The specification of one of the agent's networks: a multi-layer perceptron, its input and its role. Its size and
 * cost, and whether it is deployed, follow from this.
 *
 * @param name for example {@code policy} or {@code q1}
 * @param input kind of input
 * @param hidden units of each hidden layer at the start
 * @param outputs width of its linear output
 * @param role purpose of the network
 */
public record NetworkSpec(String name, Input input, List<Integer> hidden, int outputs, Role role) {

    // Names of networks.
    public static final String POLICY = "policy";
    public static final String VALUE = "value";
    public static final String Q1 = "q1";
    public static final String Q2 = "q2";

    /** Largest width: the weights between two such layers just fit into a Java array. */
    public static final int MAX_UNITS = 32_768;

    /** Maximum number of hidden layers of one network. */
    private static final int MAX_LAYERS = 64;

    /** The input of a network. */
    public enum Input {
        /** The observation s, or its features z_o. */
        STATE,
        /** Observation and action (s, a), or their features z_oa. */
        STATE_AND_ACTION
    }

    /** The role of a network. */
    public enum Role {
        /** The policy: needed for learning and for deployment. */
        POLICY,
        /** A Q network or a value network: needed for learning only. */
        CRITIC
    }

    public NetworkSpec {
        hidden = List.copyOf(hidden);
    }

    /**
     * Checks the setting {@code hidden} of an agent.
     *
     * @throws InvalidSettingException if there are no layers or too many, or if a layer has too few or too many units
     */
    public static void requireHidden(List<Integer> hidden) {
        Settings.refuseIf(hidden.isEmpty(), "hidden", "is empty; give the units of at least one hidden layer");
        Settings.refuseIf(
                hidden.size() > MAX_LAYERS, "hidden", "has " + hidden.size() + " layers; give at most " + MAX_LAYERS);
        for (int units : hidden) {
            Settings.atLeast("hidden", units, 1);
            Settings.refuseIf(units > MAX_UNITS, "hidden", "has a layer of " + units + "; give at most " + MAX_UNITS);
        }
    }

    /** The same network with other units. */
    public NetworkSpec with(List<Integer> units) {
        return new NetworkSpec(name, input, units, outputs, role);
    }
}
