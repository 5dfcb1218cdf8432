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

/**
 * Where a run's numbers go: {@code progress.csv}, {@code evaluations.csv} and TensorBoard, under the tags that users of
 * Stable-Baselines3 know. The tags are the columns of {@code progress.csv}.
 */
public final class MetricsLog implements AutoCloseable {

    private static final List<String> EVALUATION =
            List.of("mean_return", "std_return", "mean_length", "episodes", "returns", "lost_episodes");

    private final List<String> tags;
    private final CsvLog progress;
    private final CsvLog evaluations;
    private final TensorBoardEvents events;

    private MetricsLog(List<String> tags, CsvLog progress, CsvLog evaluations, TensorBoardEvents events) {
        this.tags = List.copyOf(tags);
        this.progress = progress;
        this.evaluations = evaluations;
        this.events = events;
    }

    /**
     * Starts the logs of a new run.
     *
     * @param tags such as {@code rollout/ep_rew_mean}; fixed for the whole run
     */
    public static MetricsLog create(RunDirectory directory, List<String> tags) {
        return new MetricsLog(
                tags,
                CsvLog.create(directory.progress(), tags),
                CsvLog.create(directory.evaluations(), EVALUATION),
                TensorBoardEvents.start(directory.root(), 0, Clock.systemUTC()));
    }

    /**
     * Goes on with the logs of a run; what they hold of later steps is dropped, as it is going to be written again.
     *
     * @param tags must be those that the run was started with
     * @param step step of the checkpoint that the run goes on from
     */
    public static MetricsLog resume(RunDirectory directory, List<String> tags, long step) {
        return new MetricsLog(
                tags,
                CsvLog.resume(directory.progress(), tags, step),
                CsvLog.resume(directory.evaluations(), EVALUATION, step),
                TensorBoardEvents.start(directory.root(), step + 1, Clock.systemUTC()));
    }

    /**
     * Records the state of training.
     *
     * @param scalars values by tag; a tag that is left out has nothing to say yet
     * @throws IllegalArgumentException if a tag is none of those named at the start
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
     * Records how values are spread, in TensorBoard alone.
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

    /** Forces everything to the disk. */
    void sync() {
        progress.sync();
        evaluations.sync();
        events.sync();
    }

    /** Where {@code progress.csv} ends. */
    LogEnd progressEnd() {
        return new LogEnd(progress.lastStep(), progress.size());
    }

    /** Where {@code evaluations.csv} ends. */
    LogEnd evaluationsEnd() {
        return new LogEnd(evaluations.lastStep(), evaluations.size());
    }

    @Override
    public void close() {
        try (progress;
                evaluations;
                events) {
            // Each is closed even if another fails to.
        }
    }
}
