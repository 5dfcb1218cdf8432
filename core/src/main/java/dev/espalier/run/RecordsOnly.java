package dev.espalier.run;

import dev.espalier.config.RunConfig;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.files.RunDirectoryException;
import dev.espalier.run.files.ShellWord;
import dev.espalier.run.loop.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A run without checkpoints: one that has not come to its first, or one of which only the records were kept, as of
 * published runs, perhaps with the policy of its end in {@code policy/}.
 */
final class RecordsOnly {

    private RecordsOnly() {}

    /**
     * The policy of the run's end.
     *
     * @param round as in {@link TrainingRun#policy}
     * @throws RunDirectoryException if it was not kept, or if its gates are to be rounded, which needs a checkpoint
     * @throws dev.espalier.store.StoreException if it cannot be read
     */
    static TrainedPolicy policy(RunDirectory run, RunConfig config, boolean round, RunListener listener) {
        if (!BundleFile.isOne(run.policy())) {
            throw new RunDirectoryException(
                    areCheckpointsGone(run, config)
                            ? "%s has no policy: of this run only the records were kept, neither checkpoints nor policy/. %s"
                                    .formatted(run.root(), trainAgain(run))
                            : "%s has no policy yet: it has not come to its first checkpoint, at step %s. If it was stopped, go on with: espalier resume %s"
                                    .formatted(
                                            run.root(),
                                            Math.min(config.checkpoint().every(), config.steps()),
                                            ShellWord.of(run.root())));
        }
        TrainedPolicy policy = BundleFile.read(run.policy(), listener);
        if (round && policy.undecided() > 0) {
            throw new RunDirectoryException(
                    "%s has no checkpoint, which rounding its %s undecided gates needs: in policy/ their theta is folded into the weights"
                            .formatted(run.root(), policy.undecided()));
        }
        return policy;
    }

    /**
     * Refuses to start a run anew over records of steps after its first checkpoint.
     *
     * @throws RunDirectoryException if there are such
     */
    static void requireYoung(RunDirectory run, RunConfig config) {
        if (areCheckpointsGone(run, config)) {
            throw new RunDirectoryException(
                    "%s cannot go on: its checkpoints were not kept, and to start anew would overwrite its records. %s"
                            .formatted(run.root(), trainAgain(run)));
        }
    }

    private static String trainAgain(RunDirectory run) {
        Path name = run.root().toAbsolutePath().normalize().getFileName();
        Path runs = Path.of("runs");
        return "Train it again: espalier train --config %s --out %s"
                .formatted(ShellWord.of(run.config()), ShellWord.of(name == null ? runs : runs.resolve(name)));
    }

    /** Rows of the step of a checkpoint are written before it, so only later ones tell, or those of the run's end. */
    private static boolean areCheckpointsGone(RunDirectory run, RunConfig config) {
        long first = config.checkpoint().every() + config.environments();
        return lastStep(run.progress()) >= first || lastStep(run.evaluations()) >= Math.min(first, config.steps());
    }

    /** The last step in a table; 0 without rows. */
    private static long lastStep(Path table) {
        try (var lines = Files.lines(table)) {
            return lines.map(line -> line.split(",", 2)[0])
                    .filter(cell -> cell.matches("\\d{1,18}"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(0);
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }
}
