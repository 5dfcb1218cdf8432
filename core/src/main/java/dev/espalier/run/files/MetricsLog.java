package dev.espalier.run.files;

import dev.espalier.run.loop.Evaluator;
import dev.espalier.store.CsvLog;
import dev.espalier.store.TensorBoardEvents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The numbers of a run: {@code progress.csv}, {@code evaluations.csv}, TensorBoard. Tags are Stable-Baselines3's. */
public final class MetricsLog implements AutoCloseable {

    private static final List<String> EVALUATION =
            List.of("mean_return", "std_return", "mean_length", "episodes", "returns", "lost_episodes");

    private final List<String> tags;
    private final CsvLog progress;
    private final CsvLog evaluations;
    private final TensorBoardEvents events;

    /**
     * Opens the logs of a run after a step. Rows of later steps are dropped, since the run repeats these steps.
     *
     * @param tags such as {@code rollout/ep_rew_mean}; fixed for the whole run
     * @param step step of the checkpoint; -1 if there is none
     */
    public MetricsLog(RunDirectory directory, List<String> tags, long step) {
        this.tags = List.copyOf(tags);
        progress = new CsvLog(directory.progress(), tags, step);
        evaluations = new CsvLog(directory.evaluations(), EVALUATION, step);
        events = TensorBoardEvents.start(directory.root(), step + 1, Clock.systemUTC());
    }

    /**
     * Records the state of training.
     *
     * @param scalars values by tag; a tag without a value yet may be missing
     * @throws IllegalArgumentException if a tag was not given at the start
     */
    public void row(long step, SequencedMap<String, Double> scalars) {
        List<String> unknown = new ArrayList<>(scalars.keySet());
        unknown.removeAll(tags);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("No column was made for " + unknown);
        }
        progress.row(
                step,
                tags.stream()
                        .map(tag -> scalars.containsKey(tag) ? String.valueOf(scalars.get(tag)) : "")
                        .toList());
        events.scalars(step, scalars);
    }

    /**
     * Records a histogram of values, only in TensorBoard.
     *
     * @param values at least one, all finite
     */
    public void histogram(long step, String tag, float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        events.histogram(step, tag, doubles);
    }

    /** Records an evaluation of at least one episode. */
    public void evaluation(long step, Evaluator.Result result) {
        evaluations.row(
                step,
                List.of(
                        Double.toString(result.mean()),
                        Double.toString(result.std()),
                        Double.toString(result.meanLength()),
                        Integer.toString(result.returns().size()),
                        result.returns().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                        Integer.toString(result.lostEpisodes())));
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("eval/mean_reward", result.mean());
        scalars.put("eval/mean_ep_length", result.meanLength());
        scalars.put("eval/lost_episodes", (double) result.lostEpisodes());
        events.scalars(step, scalars);
    }

    void sync() {
        progress.sync();
        evaluations.sync();
        events.sync();
    }

    CsvLog progress() {
        return progress;
    }

    CsvLog evaluations() {
        return evaluations;
    }

    @Override
    public void close() {
        try (progress;
                evaluations;
                events) {
            // All are closed even if closing one fails.
        }
    }
}
