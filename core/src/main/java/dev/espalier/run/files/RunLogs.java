package dev.espalier.run.files;

import dev.espalier.store.JsonLinesLog;
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
 * The files that a run appends to. They are forced to the disk before a checkpoint is written, so a power failure
 * leaves no checkpoint with incomplete logs. The checkpoint records each file's last step and number of lines, so that
 * a resumed run can report lines that are missing for another reason.
 *
 * @param missing number of written lines that a file lacks, by file name
 */
public record RunLogs(MetricsLog metrics, JsonLinesLog pruning, JsonLinesLog theta, Map<String, Long> missing)
        implements AutoCloseable {

    /** Starts the logs of a new run; {@code tags} are the columns of {@code progress.csv}. */
    public static RunLogs create(RunDirectory directory, List<String> tags) {
        return new RunLogs(
                MetricsLog.create(directory, tags),
                JsonLinesLog.create(directory.pruneEvents()),
                JsonLinesLog.create(directory.thetaHistory()),
                new HashMap<>());
    }

    /**
     * Continues the logs of a run. Lines of later steps are dropped, since the run repeats these steps.
     *
     * @param step step of the checkpoint; -1 if there is none
     */
    public static RunLogs resume(RunDirectory directory, List<String> tags, long step) {
        // Metrics last: they start a TensorBoard file, which a run that cannot continue should not leave behind.
        JsonLinesLog pruning = JsonLinesLog.resume(directory.pruneEvents(), step);
        JsonLinesLog theta = JsonLinesLog.resume(directory.thetaHistory(), step);
        return new RunLogs(MetricsLog.resume(directory, tags, step), pruning, theta, new HashMap<>());
    }

    public void sync() {
        metrics.sync();
        pruning.sync();
        theta.sync();
    }

    /**
     * The end of each file, by file name. Lines that {@link #check} found missing count as present: the state of a run
     * does not depend on them, and the next resume reports them again.
     */
    public SequencedMap<String, LogEnd> ends(RunDirectory directory) {
        SequencedMap<String, LogEnd> ends = new LinkedHashMap<>();
        ends.put(name(directory.progress()), metrics.progressEnd());
        ends.put(name(directory.evaluations()), metrics.evaluationsEnd());
        ends.put(name(directory.pruneEvents()), end(pruning));
        ends.put(name(directory.thetaHistory()), end(theta));
        ends.replaceAll((name, end) ->
                new LogEnd(end.step(), Objects.requireNonNullElse(end.lines(), 0L) + missing.getOrDefault(name, 0L)));
        return ends;
    }

    private static LogEnd end(JsonLinesLog log) {
        return new LogEnd(log.lastStep(), log.size());
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /**
     * Warns about each file whose last step or number of lines differs from what a checkpoint recorded.
     *
     * @param expected the recorded {@link #ends}; files without an entry are not checked, as in earlier versions
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
            // All are closed even if closing one fails.
        }
    }
}
