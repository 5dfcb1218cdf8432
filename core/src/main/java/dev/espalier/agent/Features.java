package dev.espalier.agent;

import dev.espalier.nn.DivergenceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What an agent's networks read, and how it learns to give that. It is read in evaluation mode; no gradient of the agent
 * reaches its weights, but it passes through to an action that has one.
 */
public interface Features {

    /** {@code z_o}: {@code [batch, n_s] -> [batch, dim(z_o)]}. */
    Tensor ofState(Tensor observation);

    /** {@code z_oa}: {@code [batch, dim(z_o)], [batch, n_a] -> [batch, dim(z_oa)]}. */
    Tensor ofPair(Tensor stateFeatures, Tensor action);

    /** Whether there is anything to learn. */
    boolean learns();

    /**
     * Learns from one mini-batch, by a task of its own.
     *
     * @param random draws the gates
     * @return the loss under its TensorBoard tag
     * @throws DivergenceException if the loss is not finite; no weight has been changed then
     */
    SequencedMap<String, Double> update(Batch batch, RandomGenerator random);

    /** Every tag that {@link #update} returns. */
    List<String> metricNames();

    /** Observations and actions as they are: what an agent without extractors reads. */
    record Plain() implements Features {

        @Override
        public Tensor ofState(Tensor observation) {
            return observation;
        }

        @Override
        public Tensor ofPair(Tensor observation, Tensor action) {
            return torch.cat(new TensorVector(observation, action), 1);
        }

        @Override
        public boolean learns() {
            return false;
        }

        @Override
        public SequencedMap<String, Double> update(Batch batch, RandomGenerator random) {
            return new LinkedHashMap<>();
        }

        @Override
        public List<String> metricNames() {
            return List.of();
        }
    }
}
