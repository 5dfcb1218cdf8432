package dev.espalier.agent.sac;

import dev.espalier.agent.Features;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.SplitInput;
import dev.espalier.nn.TanhGaussianPolicy;
import org.bytedeco.pytorch.Tensor;

/**
 * Actions of the policy for a batch of states, and what both Q networks say of them.
 *
 * @param twinQ both Q networks over these states, in evaluation mode
 * @param minQ the smaller of their values, {@code [batch, 1]}, with gradient to the actions
 */
record Proposal(TanhGaussianPolicy.Sample sample, TwinQ twinQ, Tensor minQ) {

    /** Draws actions; {@code noise} is {@code [batch, n_a]}, standard normal. */
    static Proposal of(TanhGaussianPolicy policy, Features.State state, Tensor noise, Mlp q1, Mlp q2) {
        TanhGaussianPolicy.Sample sample = policy.sample(state.features(), noise);
        SplitInput pair = state.with(sample.action());
        var twinQ = new TwinQ(q1, q2, pair);
        return new Proposal(sample, twinQ, twinQ.min(pair));
    }
}
