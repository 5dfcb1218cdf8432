package dev.espalier.agent.sac;

import dev.espalier.nn.Mlp;
import dev.espalier.nn.SplitInput;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Both Q networks as judges of actions in the same states, of which the stricter counts. They are read, not updated; what
 * their first layers make of the states is computed once.
 */
final class Judges {

    private final Mlp q1;
    private final Mlp q2;
    private @Nullable Begun begun;

    private record Begun(Tensor q1, Tensor q2) {}

    /** Judges in evaluation mode. */
    Judges(Mlp q1, Mlp q2) {
        this.q1 = q1;
        this.q2 = q2;
    }

    /**
     * {@code min_i Q_i(s, a)}, {@code [batch, 1]}.
     *
     * @param pair actions in the states of the first call
     */
    Tensor minQ(SplitInput pair) {
        if (begun == null) {
            begun = new Begun(q1.begin(pair), q2.begin(pair));
        }
        return torch.minimum(q1.forward(begun.q1, pair), q2.forward(begun.q2, pair));
    }
}
