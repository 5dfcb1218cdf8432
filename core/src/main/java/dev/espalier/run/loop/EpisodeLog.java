package dev.espalier.run.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.store.JsonFields;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Returns and lengths of the running episodes and of the last 100 finished ones, the window of Stable-Baselines3. */
public final class EpisodeLog {

    private static final int WINDOW = 100;

    private final double[] runningReturns;
    private final int[] runningLengths;
    private final Deque<Double> returns = new ArrayDeque<>();
    private final Deque<Integer> lengths = new ArrayDeque<>();

    EpisodeLog(int environments) {
        runningReturns = new double[environments];
        runningLengths = new int[environments];
    }

    void step(int environment, double reward) {
        runningReturns[environment] += reward;
        runningLengths[environment]++;
    }

    /** Ends an episode and records it. */
    void finish(int environment) {
        returns.addLast(runningReturns[environment]);
        lengths.addLast(runningLengths[environment]);
        if (returns.size() > WINDOW) {
            returns.removeFirst();
            lengths.removeFirst();
        }
        discard(environment);
    }

    /** Discards a lost episode. */
    void discard(int environment) {
        runningReturns[environment] = 0;
        runningLengths[environment] = 0;
    }

    /** NaN before the first episode ends. */
    public double lastReturn() {
        return returns.isEmpty() ? Double.NaN : returns.getLast();
    }

    /** NaN before the first episode ends. */
    public double meanReturn() {
        return returns.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** NaN before the first episode ends. */
    public double meanLength() {
        return lengths.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
    }

    void save(ObjectNode node) {
        Arrays.stream(runningReturns).forEach(node.putArray("running_returns")::add);
        Arrays.stream(runningLengths).forEach(node.putArray("running_lengths")::add);
        returns.forEach(node.putArray("returns")::add);
        lengths.forEach(node.putArray("lengths")::add);
    }

    void load(JsonFields fields) {
        double[] running = fields.numbers("running_returns", runningReturns.length);
        System.arraycopy(running, 0, runningReturns, 0, running.length);
        int[] steps = fields.places("running_lengths", runningLengths.length);
        System.arraycopy(steps, 0, runningLengths, 0, steps.length);
        double[] finished = fields.numbers("returns");
        returns.clear();
        Arrays.stream(finished).forEach(returns::addLast);
        lengths.clear();
        Arrays.stream(fields.places("lengths", finished.length)).forEach(lengths::addLast);
    }
}
