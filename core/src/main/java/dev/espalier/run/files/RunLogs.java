package dev.espalier.run.files;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files that a run appends to, all of which go on from the step of a checkpoint. They are forced to the disk before a checkpoint that
 * counts on them is, and the checkpoint holds the step of each file's last line and how many lines there are: a power cut leaves
 * no checkpoint whose logs lack their end, and if lines are missing for another reason, at the end or before, the resumed run says so.
 *
 * @param metrics numbers
 * @param pruning what was removed
 * @param theta of every unit, at evaluations
 * @param missing lines that a file lacks of those that were written, by the file's name
 */
public record RunLogs(MetricsLog metrics, PruneLog pruning, ThetaHistory theta, Map<String, Long> missing)
        implements AutoCloseable {

    /**
     * Starts the logs of a new run.
     *
     * @param tags columns of {@code progress.csv}
     */
    public static RunLogs create(RunDirectory directory, List<String> tags) {
        return new RunLogs(
                MetricsLog.create(directory, tags),
                PruneLog.create(directory),
                ThetaHistory.create(directory),
                new HashMap<>());
    }

    /**
     * Goes on with the logs of a run; what they hold of later steps is dropped, as it is going to be written again.
     *
     * @param step step of the checkpoint that the run goes on from; -1 if there is none
     */
    public static RunLogs resume(RunDirectory directory, List<String> tags, long step) {
        // The numbers come last: they start a file for TensorBoard, which a run that cannot go on should not leave
        // behind.
        PruneLog pruning = PruneLog.resume(directory, step);
        ThetaHistory theta = ThetaHistory.resume(directory, step);
        return new RunLogs(MetricsLog.resume(directory, tags, step), pruning, theta, new HashMap<>());
    }

    /** Forces everything to the disk. */
    public void sync() {
        metrics.sync();
        pruning.sync();
        theta.sync();
    }

    /**
     * Where each file ends, by the file's name. What {@link #check} found to be missing counts as if it was there: the state of a run does
     * not hang on it, and the next resume tells of it again.
     */
    public SequencedMap<String, LogEnd> ends(RunDirectory directory) {
        SequencedMap<String, LogEnd> ends = new LinkedHashMap<>();
        ends.put(name(directory.progress()), metrics.progressEnd());
        ends.put(name(directory.evaluations()), metrics.evaluationsEnd());
        ends.put(name(directory.pruneEvents()), pruning.end());
        ends.put(name(directory.thetaHistory()), theta.end());
        ends.replaceAll((name, end) ->
                new LogEnd(end.step(), Objects.requireNonNullElse(end.lines(), 0L) + missing.getOrDefault(name, 0L)));
        return ends;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /**
     * Tells of each file that does not end where a checkpoint counts on, or has other lines before.
     *
     * @param expected what {@link #ends} was; a missing entry expects nothing, as earlier versions did not tell
     */
    public void check(RunDirectory directory, Map<String, LogEnd> expected, Consumer<String> warnings) {
        ends(directory).forEach((name, present) -> {
            LogEnd counted = expected.getOrDefault(name, present);
            Long lines = counted.lines();
            long lost = lines == null ? 0 : lines - Objects.requireNonNullElse(present.lines(), 0L);
            missing.put(name, lost);
            if (lost != 0 || !Objects.equals(counted.step(), present.step())) {
                warnings.accept(String.format(
                        Locale.ROOT,
                        "%s ends at %s%s, but ended at %s%s when this checkpoint was written: it was cut or changed since; training goes on"
                                + " as if nothing had happened; to have it whole, stop now, put a copy in its place and resume",
                        directory.root().resolve(name),
                        words(present.step()),
                        lines == null ? "" : " with " + count(present.lines()),
                        words(counted.step()),
                        lines == null ? "" : " with " + count(lines)));
            }
        });
    }

    private static String count(@Nullable Long lines) {
        return Objects.equals(lines, 1L) ? "1 line" : lines + " lines";
    }

    private static String words(@Nullable Long step) {
        return step == null ? "its start" : "step " + step;
    }

    @Override
    public void close() {
        try (metrics;
                pruning;
                theta) {
            // Each is closed even if another fails to.
        }
    }
}
