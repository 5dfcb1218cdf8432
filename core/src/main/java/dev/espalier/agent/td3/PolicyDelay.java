package dev.espalier.agent.td3;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * The schedule of the policy's updates: the policy learns at the last of every {@code delay} updates. The number of
 * updates since then, and the policy's last loss, are part of the agent's state.
 */
final class PolicyDelay {

    private final int delay;

    /** Updates since the policy's last one; 1 if it has had one, else 0; its last loss. Floats hold them exactly. */
    private final Tensor state;

    /** @param delay updates for each update of the policy, at least 1 */
    PolicyDelay(int delay, Compute compute) {
        this.delay = delay;
        state = Tensors.of(compute, new float[] {0, 0, 0}, 3);
    }

    /**
     * The turn of one update.
     *
     * @param passed updates since the policy's last one
     * @param lastLoss last loss of the policy; NaN before its first update
     * @param updatesPolicy whether the policy learns
     */
    record Turn(int passed, float lastLoss, boolean updatesPolicy) {}

    /** The turn of the present update. */
    Turn now() {
        float[] values = Tensors.toFloats(state);
        int passed = (int) values[0];
        return new Turn(passed, values[1] == 0 ? Float.NaN : values[2], passed == delay - 1);
    }

    /** Advances to the next update; {@code policyLoss} is that of the policy's last update, NaN before the first. */
    void next(Turn turn, float policyLoss) {
        boolean hasLearnt = !Float.isNaN(policyLoss);
        Tensors.write(state, new float[] {(turn.passed + 1) % delay, hasLearnt ? 1 : 0, hasLearnt ? policyLoss : 0});
    }

    SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("policy_turns", state);
        return tensors;
    }
}
