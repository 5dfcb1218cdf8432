package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.cli.report.xray.PrunedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code espalier report} on runs from other machines or with missing files. */
class ReportOfForeignRunsTest {

    @TempDir
    private Path folder;

    private Outcome report(Path... runs) {
        List<String> arguments = new ArrayList<>(List.of("report"));
        for (Path run : runs) {
            arguments.add(run.toString());
        }
        arguments.addAll(List.of("--out", folder.resolve("out").toString()));
        return new CommandRunner(new RecordedRuns()).run(arguments.toArray(String[]::new));
    }

    /** With arguments such as {@code runs/*}, folders that are not runs, new runs and damaged ones are skipped. */
    @Test
    void ofSeveralThoseThatCannotBeReportedAreSkipped() throws IOException {
        Path whole = PrunedFolder.complete(folder, 0);
        Path other = Files.createDirectory(folder.resolve("other"));
        Path begun = PrunedFolder.complete(Files.createDirectory(folder.resolve("a")), 0);
        Files.writeString(begun.resolve("evaluations.csv"), "step,mean_return\n");
        Path damaged = PrunedFolder.complete(Files.createDirectory(folder.resolve("b")), 0);
        Files.writeString(damaged.resolve("prune_events.jsonl"), "{\"step\":90}\n");

        Outcome outcome = report(whole, other, begun, damaged);

        assertThat(outcome.err().lines())
                .containsExactly(
                        "Skipped a run: " + other
                                + " is not a run directory: it has no config.yml. Give directories that 'espalier train' made.",
                        "Skipped a run: " + begun.resolve("evaluations.csv")
                                + ": no evaluations yet; wait for the first one, which evaluation.every in config.yml schedules",
                        "Skipped a run: " + damaged.resolve("prune_events.jsonl")
                                + ":1: 'event' is missing; restore the file");
        assertThat(outcome.code()).isZero();
        assertThat(folder.resolve("out/summary.md")).content().contains("| " + whole.getFileName() + " | 0 |");
    }

    /** A run copied from a machine with its task's class or model contains all that a report needs. */
    @ParameterizedTest
    @CsvSource({"Robot-v0, Robot-v0", "their/robot.xml, robot"})
    void theTaskNeedNotBeKnownHere(String task, String name) throws IOException {
        Path run = PrunedFolder.complete(folder, 0);
        for (String file : List.of("config.yml", "structure.json")) {
            Files.writeString(
                    run.resolve(file), Files.readString(run.resolve(file)).replace("Hopper-v5", task));
        }
        Outcome outcome = report(run);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("xray-");
        assertThat(folder.resolve("out/summary.md"))
                .content()
                .contains("## " + name + "\n")
                .doesNotContain("their/");

        Files.delete(run.resolve("structure.json"));
        assertThat(report(run).err()).isEmpty();
    }
}
