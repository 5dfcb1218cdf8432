package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code device/cortex-m/run.sh}: an exported policy on two emulated microcontrollers, built by the ARM compiler. */
@ExtendWith(TrainedRun.Once.class)
class FirmwareTest {

    private static final List<String> BOARDS = List.of("mps2-an386", "microbit");
    private static final long MINUTES = 3;

    @TempDir
    private Path folder;

    private record Outcome(int code, String text) {}

    private Outcome onBoards(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("../device/cortex-m/run.sh"));
        command.addAll(List.of(arguments));
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            return new Outcome(process.exitValue(), Files.readString(said));
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> lines(Path file, String start) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(start + " "))
                .map(line -> line.substring(start.length() + 1))
                .toList();
    }

    /** The observations that a header holds. */
    private static double[] observations(String header) {
        Matcher array =
                Pattern.compile("_golden_observation\\[\\d+] = \\{([^}]*)}").matcher(header);
        assertThat(array.find()).isTrue();
        return Stream.of(array.group(1).split(","))
                .map(String::strip)
                .filter(number -> !number.isEmpty())
                .mapToDouble(number -> Double.parseDouble(number.substring(0, number.length() - 1)))
                .toArray();
    }

    private static float number(String bits) {
        return Float.intBitsToFloat(HexFormat.fromHexDigits(bits));
    }

    @Test
    void thePolicyActsOnBothAsTheJavaRuntimeDoes(TrainedRun trained) throws IOException, InterruptedException {
        Path header = folder.resolve("balance.h");
        assertThat(new CommandRunner(new LibraryRuns())
                        .run("export", trained.finished().toString(), "--format", "c", "--out", header.toString())
                        .code())
                .isZero();

        Outcome outcome = onBoards(header.toString(), "--out", folder.toString());

        assertThat(outcome.text()).contains("| Cortex-M4F | ", "| Cortex-M0+ | ");
        assertThat(outcome.code()).isZero();
        Policy policy = PolicyBundle.read(trained.finished().resolve("policy")).policy();
        double[] observations = observations(Files.readString(header));
        int entries = policy.observationSize();
        double[] action = new double[policy.actionSize()];
        for (String board : BOARDS) {
            Path said = folder.resolve(board + ".txt");
            List<String> actions = lines(said, "action");
            assertThat(actions).hasSize(observations.length / entries).isNotEmpty();
            for (int i = 0; i < actions.size(); i++) {
                policy.act(Arrays.copyOfRange(observations, i * entries, (i + 1) * entries), action);
                assertThat((double) number(actions.get(i))).isCloseTo(action[0], within(1e-5));
            }
            assertThat(Integer.parseInt(lines(said, "ticks").getFirst())).isPositive();
            assertThat(Integer.parseInt(lines(said, "stack").getFirst())).isBetween(32, 2000);
            assertThat(number(lines(said, "unknown").getFirst()))
                    .as("NaN in, NaN out")
                    .isNaN();
        }
        assertThat(lines(folder.resolve("microbit.txt"), "action"))
                .as("without a floating-point unit the bits are the same")
                .isEqualTo(lines(folder.resolve("mps2-an386.txt"), "action"));
    }

    @Test
    void whatIsNoExportedPolicyIsRefused() throws IOException, InterruptedException {
        Path other = Files.writeString(folder.resolve("other.h"), "#define OTHER 1\n");

        assertThat(onBoards())
                .isEqualTo(new Outcome(
                        2,
                        "run.sh: no header was given; 'espalier export RUN --format c --out policy.h' makes one.\n"));
        assertThat(onBoards(other.toString()))
                .isEqualTo(new Outcome(
                        2, "run.sh: " + other + " is no policy that 'espalier export --format c' wrote.\n"));
        assertThat(onBoards(folder.resolve("none.h").toString()).text()).contains("none.h cannot be read; ");
        assertThat(onBoards("--fast").text()).isEqualTo("run.sh: there is no option --fast; --help lists them.\n");
    }
}
