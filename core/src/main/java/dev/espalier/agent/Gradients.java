package dev.espalier.agent;

import dev.espalier.nn.NetworkUpdate;
import dev.espalier.tensor.Compute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The gradients of all networks for one mini-batch, all computed before any network steps.
 *
 * @param metrics the losses and other values for the log, under their TensorBoard tags
 * @param updates one differentiated update for each network that learns
 * @param afterStep work after the step, such as updates of target networks
 */
public record Gradients(SequencedMap<String, Double> metrics, List<NetworkUpdate<?>> updates, Runnable afterStep) {

    public Gradients {
        updates = List.copyOf(updates);
    }

    /** Gradients without work after the step. */
    public Gradients(SequencedMap<String, Double> metrics, List<NetworkUpdate<?>> updates) {
        this(metrics, updates, () -> {});
    }

    /** Combines these gradients with others, whose networks step theta first. */
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
     * Updates the weights and theta of all networks, and runs the work after the step.
     *
     * @throws IllegalStateException if an update was not differentiated; nothing has changed then
     * @throws IllegalArgumentException if two updates have the same network; nothing has changed then
     */
    public void step(Compute compute) {
        NetworkUpdate.stepAll(compute, updates);
        afterStep.run();
    }
}
