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
 * The features that an agent's networks read, and how they are learnt. Extractors are used in evaluation mode: no
 * gradient of the agent reaches their weights, but gradients pass through them to actions.
 */
public interface Features {

    /** Computes the features of states, {@code [batch, n_s]}. */
    State of(Tensor observation);

    /** A batch of states and their features. */
    interface State {

        /** {@code z_o}, {@code [batch, dim(z_o)]}. */
        Tensor features();

        /**
         * Computes {@code z_oa} of an action in each state, {@code [batch, n_a] -> [batch, dim(z_oa)]}. The first call
         * computes the part that all actions share, which lives in the scope of that call; so make it before any fork.
         */
        SplitInput with(Tensor action);
    }

    /** The present extractor of states; null if states are read directly. Do not keep it. */
    @Nullable
    FoldedDenseNet ofStates();

    /** Counts the changes of {@link #ofStates}. */
    long version();

    /** Whether there are extractors to train. */
    boolean learns();

    /**
     * Computes the gradients of the extractors' loss on one mini-batch. Changes no weight: the caller takes the step.
     *
     * @param random draws the gates, before this returns
     * @param scope scope of parallel work
     * @return the gradients; joining throws {@link DivergenceException} if a loss is not finite
     */
    Fork<Gradients> update(Batch batch, RandomGenerator random, TaskScope scope);

    /** Every tag that {@link #update} returns. */
    List<String> metricNames();

    /** The normaliser of states; null if they are read directly. */
    default @Nullable Normaliser normaliser() {
        return null;
    }

    /** Updates the statistics of the normaliser, if there is one, with observations, {@code [n, n_s]}. */
    default void observe(Tensor observations) {}

    /** The same with one observation, {@code [n_s]}. */
    default void observe(double[] observation) {}

    /** The live tensors that are learnt besides networks, by name. */
    default SequencedMap<String, Tensor> tensors() {
        return new LinkedHashMap<>();
    }

    /** The features of an agent without extractors: the observations and actions themselves. */
    record Plain() implements Features {

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
