package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.store.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real run that prunes within 300 steps, trained once for all test classes that take it as a parameter; they copy it
 * before they change it.
 *
 * @param root the folder of both
 * @param finished the run at its end
 * @param undecided the run as it was at step 150, with undecided gates
 */
record TrainedRun(Path root, Path finished, Path undecided) implements AutoCloseable {

    private static TrainedRun train() {
        try {
            Path root = Files.createTempDirectory("espalier-run");
            var run = new TrainedRun(root, root.resolve("run"), root.resolve("undecided"));
            String[] training =
                    SmallRun.pruned(run.finished, "evaluation.every=20", "checkpoint.every=50", "checkpoint.keep=10");
            assertThat(new CommandRunner(new LibraryRuns()).run(training).code())
                    .isZero();
            copy(run.finished, run.undecided);
            for (int step : List.of(200, 250, 300)) {
                AtomicFiles.deleteDirectory(
                        run.undecided.resolve(String.format(Locale.ROOT, "checkpoints/step-%09d", step)));
            }
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a folder to one that does not exist yet. */
    static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (Path path : paths.sorted(Comparator.naturalOrder()).toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }

    @Override
    public void close() throws IOException {
        AtomicFiles.deleteDirectory(root);
    }

    /** Trains it when the first class asks for it, and deletes it after the last. */
    static final class Once implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TrainedRun.class;
        }

        @Override
        public TrainedRun resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(Once.class))
                    .computeIfAbsent(TrainedRun.class, _ -> train(), TrainedRun.class);
        }
    }
}
