package dev.espalier.agent;

import dev.espalier.nn.NetworkUpdate;
import dev.espalier.tensor.Compute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The result of a mini-batch before any weight has changed. Gradients of all networks are taken at the same weights; only then do all
 * networks step.
 *
 * @param metrics the losses and other values for the log, under their TensorBoard tags
 * @param updates one for each network that learns, all differentiated
 * @param afterStep what follows the step, such as target networks
 */
public record Gradients(SequencedMap<String, Double> metrics, List<NetworkUpdate<?>> updates, Runnable afterStep) {

    public Gradients {
        updates = List.copyOf(updates);
    }

    /** Gradients after whose step nothing follows. */
    public Gradients(SequencedMap<String, Double> metrics, List<NetworkUpdate<?>> updates) {
        this(metrics, updates, () -> {});
    }

    /** These and others as one; the theta of the others' networks steps first. */
    public Gradients after(Gradients others) {
        SequencedMap<String, Double> allMetrics = new LinkedHashMap<>(metrics);
        allMetrics.putAll(others.metrics);
        List<NetworkUpdate<?>> all = new ArrayList<>(others.updates);
        all.addAll(updates);
        return new Gradients(allMetrics, all, () -> {
            others.afterStep.run();
            afterStep.run();
        });
    }

    /**
     * Moves the weights and theta of all networks, and does what follows.
     *
     * @throws IllegalStateException if an update was not differentiated; nothing has been changed then
     * @throws IllegalArgumentException if a network is among them twice; nothing has been changed then
     */
    public void step(Compute compute) {
        NetworkUpdate.stepAll(compute, updates);
        afterStep.run();
    }
}
