package dev.espalier.run.files;

import dev.espalier.store.JsonLinesLog;
import dev.espalier.store.LineLog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

    /**
     * Opens the logs of a run. Lines of later steps are dropped, since the run repeats these steps.
     *
     * @param tags the columns of {@code progress.csv}
     * @param step step of the checkpoint; -1 if there is none
     */
    public static RunLogs open(RunDirectory directory, List<String> tags, long step) {
        // Metrics last: they start a TensorBoard file, which a run that cannot continue should not leave behind.
        var pruning = new JsonLinesLog(directory.pruneEvents(), step);
        var theta = new JsonLinesLog(directory.thetaHistory(), step);
        return new RunLogs(new MetricsLog(directory, tags, step), pruning, theta, new HashMap<>());
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
        put(ends, directory.progress(), metrics.progress());
        put(ends, directory.evaluations(), metrics.evaluations());
        put(ends, directory.pruneEvents(), pruning);
        put(ends, directory.thetaHistory(), theta);
        return ends;
    }

    private void put(Map<String, LogEnd> ends, Path file, LineLog log) {
        String name = file.getFileName().toString();
        ends.put(name, new LogEnd(log.lastStep(), log.size() + missing.getOrDefault(name, 0L)));
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
                warnings.accept(
                        ("%s ends at %s%s, but ended at %s%s when this checkpoint was written: it was cut or changed since; training goes on"
                                        + " as if nothing had happened; to have it whole, stop now, put a copy in its place and resume")
                                .formatted(
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
