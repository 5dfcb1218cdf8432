package dev.espalier.agent.td3;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * When the policy learns: at the last of every few updates. How many have passed since, and the loss that the policy had then, are part of
 * what an agent stores.
 */
final class Turns {

    private final int delay;

    /** Updates since the policy's last one, whether there was one (1) or not (0), and its loss then: floats hold them exactly. */
    private final Tensor state;

    /** @param delay updates for each one of the policy, at least 1 */
    Turns(int delay, Compute compute) {
        this.delay = delay;
        state = Tensors.of(compute, new float[] {0, 0, 0}, 3);
    }

    /**
     * The turn of one update.
     *
     * @param passed updates since the policy's last one
     * @param lastLoss of the policy; NaN before its first update
     * @param isPolicys whether the policy learns
     */
    record Turn(int passed, float lastLoss, boolean isPolicys) {}

    /** Whose turn it is. */
    Turn now() {
        float[] values = Tensors.toFloats(state);
        int passed = (int) values[0];
        return new Turn(passed, values[1] == 0 ? Float.NaN : values[2], passed == delay - 1);
    }

    /**
     * Goes on to the next update.
     *
     * @param policyLoss of the policy's last update, NaN before the first
     */
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
