package dev.espalier.agent.sac;

import dev.espalier.agent.NetworkSpec;
import dev.espalier.agent.NetworkSpec.Input;
import dev.espalier.agent.NetworkSpec.Role;
import java.util.List;

/** The networks of soft actor-critic. Target networks are copies and not listed. */
public final class SacNetworks {

    /** Name of the policy, whose output is mean and log sigma of each action entry. */
    public static final String POLICY = "policy";

    /** Name of the value network V. */
    public static final String VALUE = "value";

    /** Name of the first Q network. */
    public static final String Q1 = "q1";

    /** Name of the second Q network. */
    public static final String Q2 = "q2";

    private SacNetworks() {}

    /**
     * What the agent consists of.
     *
     * @param actionSize n_a
     */
    public static List<NetworkSpec> networks(SacConfig config, int actionSize) {
        List<Integer> hidden = config.hidden();
        return List.of(
                new NetworkSpec(POLICY, Input.STATE, hidden, 2 * actionSize, Role.POLICY),
                new NetworkSpec(VALUE, Input.STATE, hidden, 1, Role.CRITIC),
                new NetworkSpec(Q1, Input.STATE_AND_ACTION, hidden, 1, Role.CRITIC),
                new NetworkSpec(Q2, Input.STATE_AND_ACTION, hidden, 1, Role.CRITIC));
    }
}
