package dev.espalier.agent;

import dev.espalier.nn.DivergenceException;
import dev.espalier.nn.SplitInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * What an agent's networks read, and how it learns to give that. It is read in evaluation mode; no gradient of the agent
 * reaches its weights, but it passes through to an action that has one.
 */
public interface Features {

    /** Reads states, {@code [batch, n_s]}. */
    State of(Tensor observation);

    /** A batch of states as the networks read it. */
    interface State {

        /** {@code z_o}, {@code [batch, dim(z_o)]}. */
        Tensor features();

        /** {@code z_oa} of an action in each of the states, {@code [batch, n_a] -> [batch, dim(z_oa)]}. */
        SplitInput with(Tensor action);
    }

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

        /** The observation itself. */
        private record Observed(Tensor features) implements State {

            @Override
            public SplitInput with(Tensor action) {
                return new SplitInput(null, features, action);
            }
        }

        @Override
        public State of(Tensor observation) {
            return new Observed(observation);
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
