package dev.espalier.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The files that a run appends to, all of which go on from the step of a checkpoint. They are forced to the disk before a checkpoint that
 * counts on them is, and the checkpoint holds the step of each file's last line: a power cut leaves no checkpoint whose logs lack their
 * end, and if lines are missing for another reason, the resumed run says so.
 *
 * @param metrics numbers
 * @param pruning what was removed
 * @param theta of every unit, at evaluations
 */
record RunLogs(MetricsLog metrics, PruneLog pruning, ThetaHistory theta) implements AutoCloseable {

    private static final long NO_STEP = -1;

    /**
     * Starts the logs of a new run.
     *
     * @param tags columns of {@code progress.csv}
     */
    static RunLogs create(RunDirectory directory, List<String> tags) {
        return new RunLogs(
                MetricsLog.create(directory, tags), PruneLog.create(directory), ThetaHistory.create(directory));
    }

    /**
     * Goes on with the logs of a run; what they hold of later steps is dropped, as it is going to be written again.
     *
     * @param step step of the checkpoint that the run goes on from; -1 if there is none
     */
    static RunLogs resume(RunDirectory directory, List<String> tags, long step) {
        // The numbers come last: they start a file for TensorBoard, which a run that cannot go on should not leave
        // behind.
        PruneLog pruning = PruneLog.resume(directory, step);
        ThetaHistory theta = ThetaHistory.resume(directory, step);
        return new RunLogs(MetricsLog.resume(directory, tags, step), pruning, theta);
    }

    /** Forces everything to the disk. */
    void sync() {
        metrics.sync();
        pruning.sync();
        theta.sync();
    }

    /** The step of each file's last line, by the file's name; null without any. */
    ObjectNode lastSteps(RunDirectory directory) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(name(directory.progress()), metrics.lastRow())
                .put(name(directory.evaluations()), metrics.lastEvaluation())
                .put(name(directory.pruneEvents()), pruning.lastStep())
                .put(name(directory.thetaHistory()), theta.lastStep());
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /**
     * Tells of each file that ends earlier, or later, than a checkpoint counts on.
     *
     * @param expected what {@link #lastSteps} was; a missing entry expects nothing, as earlier versions did not tell
     */
    void check(RunDirectory directory, JsonNode expected, Consumer<String> warnings) {
        for (var present : lastSteps(directory).properties()) {
            JsonNode counted = expected.get(present.getKey());
            if (counted != null && counted.asLong(NO_STEP) != present.getValue().asLong(NO_STEP)) {
                warnings.accept(String.format(
                        Locale.ROOT,
                        "%s ends at %s, but ended at %s when this checkpoint was written: it was cut or changed since; training goes on"
                                + " as if nothing had happened, and what was lost there stays lost",
                        directory.root().resolve(present.getKey()),
                        words(present.getValue()),
                        words(counted)));
            }
        }
    }

    private static String words(JsonNode step) {
        return step.isNumber() ? "step " + step.asLong() : "its start";
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
