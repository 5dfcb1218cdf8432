package dev.espalier.agent;

import dev.espalier.data.Batch;
import dev.espalier.nn.DivergenceException;
import dev.espalier.nn.FoldedDenseNet;
import dev.espalier.nn.Normaliser;
import dev.espalier.nn.SplitInput;
import dev.espalier.tensor.Fork;
import dev.espalier.tensor.TaskScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

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

        /**
         * {@code z_oa} of an action in each of the states, {@code [batch, n_a] -> [batch, dim(z_oa)]}. What all actions share
         * is computed by the first call and lives as long as what its scope owns: that call belongs before any fork.
         */
        SplitInput with(Tensor action);
    }

    /** What extracts the features of states, as it is now; null if states are read as they are. Not to be kept. */
    @Nullable
    FoldedDenseNet ofStates();

    /** Counts the changes of {@link #ofStates}. */
    long version();

    /** Whether there is anything to learn. */
    boolean learns();

    /**
     * Takes the gradient of the extractors' own loss on one mini-batch. Changes no weight: the caller steps.
     *
     * @param random draws the gates, before this returns
     * @param scope for work side by side
     * @return gradients, or the {@link DivergenceException} of a loss that is not finite when they are joined
     */
    Fork<Gradients> update(Batch batch, RandomGenerator random, TaskScope scope);

    /** Every tag that {@link #update} returns. */
    List<String> metricNames();

    /** What normalises states before anything reads them; null if they are read as they are. */
    default @Nullable Normaliser normaliser() {
        return null;
    }

    /**
     * Takes in what states look like now, if they are normalised.
     *
     * @param observations {@code [n, n_s]}
     */
    default void observe(Tensor observations) {}

    /** What is learnt here besides networks, by name: the live tensors. */
    default SequencedMap<String, Tensor> tensors() {
        return new LinkedHashMap<>();
    }

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
        public @Nullable FoldedDenseNet ofStates() {
            return null;
        }

        @Override
        public long version() {
            return 0;
        }

        @Override
        public boolean learns() {
            return false;
        }

        @Override
        public Fork<Gradients> update(Batch batch, RandomGenerator random, TaskScope scope) {
            throw new UnsupportedOperationException("there is nothing to learn");
        }

        @Override
        public List<String> metricNames() {
            return List.of();
        }
    }
}
