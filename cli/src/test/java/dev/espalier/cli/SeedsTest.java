package dev.espalier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --seeds}: real runs, each in its own process. */
@Timeout(240)
class SeedsTest {

    private static final String[] SMALL = {
        "--env",
        "InvertedPendulum-v5",
        "--preset",
        "sac",
        "--set",
        "sac.hidden=[8]",
        "--set",
        "sac.batch=8",
        "--set",
        "random_steps=50",
        "--set",
        "evaluation.every=100",
        "--set",
        "evaluation.episodes=1"
    };

    @TempDir
    Path folder;

    private final CommandRunner espalier = new CommandRunner(new LibraryRuns());

    private static String[] with(String... more) {
        return Stream.concat(Stream.of("train"), Stream.concat(Stream.of(SMALL), Stream.of(more)))
                .toArray(String[]::new);
    }

    @Test
    void trainsEachSeedAsItWouldAloneAndPrintsATable() throws IOException {
        Path seeds = folder.resolve("seeds");

        Outcome outcome = espalier.run(with("--steps", "300", "--seeds", "1,3", "--out", seeds.toString()));

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("steps, seeds 1,3, on the cpu.\nFolder: " + seeds)
                .contains("seed 1: evaluation at step 300: ", "seed 3: evaluation at step 300: ")
                .containsPattern("\n1 +300 +[\\d.]+ +[\\d.]+ +\\d+ *\n3 +300 +[\\d.]+ +[\\d.]+ +\\d+ *\nmean +[\\d.]+")
                .endsWith("Curves of all: espalier report " + seeds + "/seed* --out report\n");
        Path alone = folder.resolve("alone");
        assertThat(espalier.run(with("--steps", "300", "--seed", "3", "--out", alone.toString()))
                        .code())
                .isZero();
        assertThat(digest(seeds.resolve("seed3"))).isEqualTo(digest(alone));
        assertThat(digest(seeds.resolve("seed1"))).isNotEqualTo(digest(alone));

        byte[] config = Files.readAllBytes(seeds.resolve("seed1/config.yml"));
        assertRefused(
                espalier.run("resume", seeds.toString(), "--steps", "10"),
                "--steps 10, seed1: the run is to have 300 steps already; give at least as many");
        assertThat(seeds.resolve("seed1/config.yml")).hasBinaryContent(config);
        Outcome longer = espalier.run("resume", seeds.toString(), "--steps", "400");
        assertThat(longer.code()).as(longer.err()).isZero();
        assertThat(longer.out()).containsPattern("\n1 +400 +.*\n3 +400 ");
    }

    private String digest(Path run) {
        Outcome digest = espalier.run("digest", run.toString());
        assertThat(digest.code()).as(digest.err()).isZero();
        return digest.out();
    }

    /** More seeds than run at a time; the signal reaches this process alone, which tells the others. */
    @Test
    void aTerminatedGroupIsSavedAndGoesOnAsOne() throws IOException, InterruptedException {
        Path seeds = folder.resolve("seeds");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m",
                "-XX:ActiveProcessorCount=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(with("--steps", "20000", "--seeds", "0-1")));
        command.addAll(List.of("--out", seeds.toString()));
        Process group = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said;
        try (BufferedReader lines = group.inputReader(UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("seed 0: evaluation at step 200")) {
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
            group.toHandle().destroy();
            said = lines.lines().collect(Collectors.joining("\n"));
        }
        assertThat(group.waitFor()).as(said).isEqualTo(130);
        assertThat(said)
                .contains("seed 0: Interrupted; everything is saved.")
                .containsPattern("\n0 +\\d+ .*interrupted\n1 +interrupted")
                .endsWith("Go on with all of them: espalier resume " + seeds);
        assertThat(seeds.resolve("seed0/checkpoints")).isNotEmptyDirectory();
        assertThat(seeds.resolve("seed1/config.yml")).isRegularFile();
        assertThat(seeds.resolve("seed1/metadata.json")).as("not begun").doesNotExist();
    }

    @Test
    void oneThatFailsLeavesTheOthersAlone() throws IOException {
        Path seeds = folder.resolve("seeds");
        assertThat(espalier.run(with("--steps", "200", "--seeds", "0-1", "--out", seeds.toString()))
                        .code())
                .isZero();
        try (Stream<Path> files = Files.walk(seeds.resolve("seed0/checkpoints"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[1]);
            }
        }

        Outcome outcome = espalier.run("resume", seeds.toString(), "--steps", "300");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).containsPattern("\n0 +200 .*failed \\(exit code 1\\)\n1 +300 ");
        assertThat(outcome.err()).endsWith("Go on with all of them: espalier resume " + seeds + " --steps 300\n");
    }

    @Test
    void badInputIsRefusedBeforeAnythingIsWritten() {
        Path seeds = folder.resolve("seeds");

        assertRefused(espalier.run(with("--seeds", "4-0", "--out", seeds.toString())), "--seeds 4-0: '4-0' goes down");
        assertRefused(
                espalier.run(with("--seeds", "0-1", "--seed", "3", "--out", seeds.toString())),
                "--seed and --seeds both say what to start from");
        assertRefused(
                espalier.run("train", "--preset", "prune", "--seeds", "0-1", "--out", seeds.toString()),
                "prune.nu is 0 for every network");
        assertRefused(
                espalier.run(
                        "train",
                        "--preset",
                        "prune",
                        "--target-params",
                        "5",
                        "--seeds",
                        "0",
                        "--out",
                        seeds.toString()),
                "prune.target.deployed");
        assertThat(seeds).doesNotExist();
    }

    private static void assertRefused(Outcome outcome, String message) {
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains(message).doesNotContain("\tat ");
    }
}
