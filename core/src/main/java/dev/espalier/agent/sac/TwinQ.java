package dev.espalier.agent.sac;

import dev.espalier.nn.Mlp;
import dev.espalier.nn.SplitInput;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Both Q networks over the same states, in evaluation mode; the smaller value counts. The part of their first layers
 * that depends only on the states is computed once, for any number of actions.
 */
final class TwinQ {

    private final Mlp q1;
    private final Mlp q2;
    private final Tensor shared1;
    private final Tensor shared2;

    /** Creates both networks over the states of this pair, whatever its actions. */
    TwinQ(Mlp q1, Mlp q2, SplitInput pair) {
        this.q1 = q1;
        this.q2 = q2;
        shared1 = q1.sharedSums(pair);
        shared2 = q2.sharedSums(pair);
    }

    /** {@code min_i Q_i(s, a)} for actions in the same states, {@code [batch, 1]}. */
    Tensor min(SplitInput pair) {
        return torch.minimum(q1.forward(shared1, pair), q2.forward(shared2, pair));
    }
}
