package dev.espalier.agent.td3;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/** Whose turn it is: the policy's comes at the last of every few updates. Its count is part of what an agent stores. */
final class Turns {

    private final int delay;
    private final Tensor done;

    /** @param delay updates for each one that is due, at least 1 */
    Turns(int delay, Compute compute) {
        this.delay = delay;
        // Of those since the last that was due: a float counts them exactly.
        done = Tensors.of(compute, new float[] {0}, 1);
    }

    private int done() {
        return (int) Tensors.toFloats(done)[0];
    }

    /** Whether this update is the policy's. */
    boolean isDue() {
        return done() == delay - 1;
    }

    /** Goes on to the next update. */
    void next() {
        Tensors.write(done, new float[] {(done() + 1) % delay});
    }

    SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("policy_delay.step", done);
        return tensors;
    }
}
