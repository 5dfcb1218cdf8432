package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.cli.CommandRunner.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report on a real pruned run uses all its files. */
class ReportOfARealRunTest {

    private static final int STEPS = 600;

    @TempDir
    Path folder;

    @Test
    void theXrayShowsEverythingThatARunRecords() throws Exception {
        var espalier = new CommandRunner(new LibraryRuns());
        Path run = folder.resolve("run");
        Outcome trained = espalier.run(
                "train",
                "--env",
                "Hopper-v5",
                "--preset",
                "prune-b",
                "--steps",
                Integer.toString(STEPS),
                "--set",
                "threads=1",
                "--set",
                "random_steps=60",
                "--set",
                "log_every=100",
                "--set",
                "ofe.units=8",
                "--set",
                "ofe.layers=2",
                "--set",
                "ofe.pretrain_updates=20",
                "--set",
                "sac.hidden=[16,16]",
                "--set",
                "sac.batch=16",
                "--set",
                "evaluation.every=100",
                "--set",
                "evaluation.episodes=1",
                "--set",
                "prune.theta_learning_rate=0.05",
                "--out",
                run.toString());
        assertThat(trained.code()).as(trained.err()).isZero();

        Path out = folder.resolve("out");
        Outcome reported = espalier.run("report", run.toString(), "--out", out.toString());

        assertThat(reported.err()).isEmpty();
        for (String figure : new String[] {"units", "theta", "inputs", "cost", "fallen"}) {
            assertThat(out.resolve("xray-run-" + figure + ".svg")).isNotEmptyFile();
        }
        JsonNode structure =
                new JsonMapper().readTree(run.resolve("structure.json").toFile());
        int left = structure.path("networks").findValues("hidden").stream()
                .flatMap(hidden -> StreamSupport.stream(hidden.spliterator(), false))
                .mapToInt(JsonNode::intValue)
                .sum();
        // 2 layers of 8 units in each extractor and 2 of 16 in each of 4 networks.
        int start = 2 * 2 * 8 + 4 * 2 * 16;
        assertThat(left).as("something was pruned").isLessThan(start);
        assertThat(Files.readString(out.resolve("report.html")))
                .contains(String.format(
                        Locale.ROOT, "prune-b with seed 0 after 600 steps: %d of %d units are left.", left, start))
                .contains(String.format(Locale.ROOT, "%d units were removed; ", start - left))
                .contains(" of 11 entries of the observation are still read.")
                .doesNotContain("not recorded");
    }
}
