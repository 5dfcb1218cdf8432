package dev.espalier.agent;

import dev.espalier.nn.DivergenceException;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.Pass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A way to learn: which losses move the agent's networks, and how its policy acts. Knows nothing of how features come
 * about or of how units are removed.
 */
public interface Algorithm {

    /** The network from which actions come, in evaluation mode, as it is now. Not to be kept across a pruning. */
    Mlp actor();

    /** Counts the changes of {@link #actor}. */
    long actorVersion();

    /**
     * Chooses an action.
     *
     * @param outputs what the actor gave for one state
     * @param exploration draws the exploration noise; null for the deterministic policy
     * @return {@code [n_a]}, each entry in [-1, 1]
     */
    float[] act(float[] outputs, @Nullable RandomGenerator exploration);

    /**
     * Learns from one mini-batch.
     *
     * @param random draws whatever noise and gates the losses need
     * @param steps to be taken once, when every gradient has been taken and before anything is changed
     * @return the losses and what else is worth a curve, under their TensorBoard tags
     * @throws DivergenceException if a loss is not finite; nothing has been changed then
     */
    SequencedMap<String, Double> update(Batch batch, RandomGenerator random, Steps steps);

    /** What ends an update: networks move, those of the algorithm and whatever else learnt at the same time. */
    @FunctionalInterface
    interface Steps {

        /**
         * Moves weights and theta.
         *
         * @param passes of all of the algorithm's networks that learnt, each differentiated, each network once
         * @throws IllegalStateException if one was not differentiated, or steps were taken before; nothing has been changed
         *     then
         * @throws IllegalArgumentException if a network is among them twice; nothing has been changed then
         * @throws DivergenceException if something else that learns has come to a loss that is not finite; nothing has been
         *     changed then, and the update is to end with it
         */
        void take(Pass<?>... passes);
    }

    /** Every tag that {@link #update} may return, in a fixed order. */
    List<String> metricNames();

    /** What it learns besides networks, by name: the live tensors. */
    default SequencedMap<String, Tensor> tensors() {
        return new LinkedHashMap<>();
    }

    /**
     * Empty experience of the kind that it learns from.
     *
     * @throws IllegalArgumentException if there cannot be such; says which setting is to be changed
     */
    Experience experience(Experience.Room room);
}
