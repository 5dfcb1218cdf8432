package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code espalier report} of a small run that was never trained. */
final class SmallReport {

    private static final String CONFIG = """
            env: Hopper-v5
            preset: sac
            steps: 40
            seed: 0
            evaluation:
              every: 10
            """;
    static final String TABLE = "step,mean_return\n10,1.5\n20,2.5\n";

    private SmallReport() {}

    /** Writes the run: two evaluations in the first 20 of its 40 steps. */
    static Path writeRun(Path folder) throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));
        Files.writeString(run.resolve("config.yml"), CONFIG);
        Files.writeString(run.resolve("metadata.json"), "{\"commit\": \"abc\"}");
        Files.writeString(run.resolve("evaluations.csv"), TABLE);
        return run;
    }

    static Outcome report(Path run, Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("report", run.toString(), "--out", out.toString()));
        arguments.addAll(List.of(more));
        return new CommandRunner(new RecordedRuns()).run(arguments.toArray(String[]::new));
    }

    /** The message is all that is said, and no file of a report was written. */
    static void assertRefused(Outcome outcome, Path out, String message) {
        assertThat(outcome.err()).isEqualTo("espalier: " + message + "\n");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(out).doesNotExist();
    }
}
