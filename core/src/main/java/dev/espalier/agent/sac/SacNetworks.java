package dev.espalier.agent.sac;

import dev.espalier.agent.NetworkSpec;
import dev.espalier.agent.NetworkSpec.Input;
import dev.espalier.agent.NetworkSpec.Role;
import java.util.List;

/** The networks of soft actor-critic; the value network's target is not counted. */
public final class SacNetworks {

    static final String POLICY = "policy";
    static final String VALUE = "value";
    static final String Q1 = "q1";
    static final String Q2 = "q2";

    private SacNetworks() {}

    /** What the configuration makes of them for a task with so many action entries. */
    public static List<NetworkSpec> networks(SacConfig config, int actionSize) {
        List<Integer> hidden = config.hidden();
        return List.of(
                // mu and log sigma of every action entry
                new NetworkSpec(POLICY, Input.STATE, hidden, 2 * actionSize, Role.POLICY),
                new NetworkSpec(VALUE, Input.STATE, hidden, 1, Role.CRITIC),
                new NetworkSpec(Q1, Input.STATE_AND_ACTION, hidden, 1, Role.CRITIC),
                new NetworkSpec(Q2, Input.STATE_AND_ACTION, hidden, 1, Role.CRITIC));
    }
}
