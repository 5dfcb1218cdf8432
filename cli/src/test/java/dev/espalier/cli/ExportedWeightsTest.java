package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.console.ExitCode;
import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.WeightFormat;
import dev.espalier.run.BundleFile;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.loop.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --weights} and {@code --allow-loss} of {@code espalier export} and {@code ladder}, on a real run. */
@ExtendWith(TrainedRun.Once.class)
class ExportedWeightsTest {

    private static Path run = Path.of("");

    @TempDir
    private Path folder;

    private final CommandRunner commands = new CommandRunner(new LibraryRuns());

    @BeforeAll
    static void take(TrainedRun trained) {
        run = trained.finished();
    }

    private CommandRunner.Outcome export(String command, String format, Path out, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(command, run.toString(), "--format", format, "--out", out.toString()));
        arguments.addAll(List.of(more));
        return commands.run(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "onnx, float16, ONNX Runtime",
        "onnx, int8, ONNX Runtime",
        "onnx, int4, ONNX Runtime",
        "c, float16, 'C, compiled by '",
        "c, int8, 'C, compiled by '",
        "c, int4, 'C, compiled by '",
        "bundle, float16, Espalier's Java runtime",
        "bundle, int8, Espalier's Java runtime",
        "bundle, int4, Espalier's Java runtime",
    })
    void everyFormatTakesAllWeights(String format, String weights, String runtime) {
        Path out = folder.resolve("policy.h");
        Policy policy = TrainingRun.policy(run, false, RunListener.NOBODY).policy();
        RoundedPolicy rounded = RoundedPolicy.of(policy, WeightFormat.of(weights));

        CommandRunner.Outcome outcome = export("export", format, out, "--weights", weights, "--allow-loss", "1000%");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains(
                        "weights in " + weights + ": " + rounded.bytes() + " bytes with biases and scales, in float32 "
                                + RoundedPolicy.of(policy, WeightFormat.FLOAT32).bytes())
                .contains("rounded to " + weights + ": actions on ")
                .containsPattern("mean return of 10 episodes [0-9.]+ \\(trainer [0-9.]+\\), a loss of ")
                .contains("verified with " + runtime)
                .contains(" of the rounded policy's (allowed ");
        assertThat(out).exists();
    }

    @Test
    void aBundleActsWithTheRoundedWeights() throws IOException {
        Path out = folder.resolve("policy");
        Policy policy = TrainingRun.policy(run, false, RunListener.NOBODY).policy();

        assertThat(export("ladder", "bundle", folder.resolve("rung"), "--weights", "int8", "--allow-loss", "1000")
                        .code())
                .isZero();
        assertThat(export("export", "bundle", out, "--weights", "INT8", "--allow-loss", "1000")
                        .code())
                .isZero();

        assertThat(Files.readString(folder.resolve("rung/policy.json"))).contains("\"weights\" : \"int8\"");
        PolicyBundle bundle = PolicyBundle.read(out);
        Policy rounded = RoundedPolicy.of(policy, WeightFormat.INT8).policy();
        double[] action = new double[1];
        double[] expected = new double[1];
        for (PolicyBundle.Golden golden : bundle.golden()) {
            bundle.policy().act(golden.observation(), action);
            rounded.act(golden.observation(), expected);
            assertThat(action).containsExactly(expected);
        }
        // What was written can be evaluated as a run's policy can, and replaced.
        assertThat(commands.run("eval", out.toString(), "--episodes", "1").code())
                .isZero();
        assertThat(export("export", "bundle", out).code()).isZero();
        assertThat(Files.readString(out.resolve("policy.json"))).doesNotContain("\"weights\"");
    }

    @Test
    void singlePrecisionIsTheDefault() throws IOException {
        Path named = folder.resolve("named.onnx");
        Path other = folder.resolve("default.onnx");

        CommandRunner.Outcome outcome = export("export", "onnx", named, "--weights", "float32", "--allow-loss", "0");

        assertThat(outcome.out()).doesNotContain("rounded", "weights in");
        assertThat(export("export", "onnx", other).code()).isZero();
        assertThat(named).hasSameBinaryContentAs(other);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --weights int7                    | --weights: there is no format of weights 'int7'; choose one of float32, float16, int8, int4
                    --weights int8 --allow-loss -1    | --allow-loss is '-1'; give a percentage of at least 0, as in 2 or 2.5%
                    --weights int8 --allow-loss few   | --allow-loss is 'few'; give a percentage
                    --weights int8 --allow-loss NaN   | --allow-loss is 'NaN'
                    --weights int8 --allow-loss %     | --allow-loss is '%'
                    --allow-loss 2                    | --allow-loss is for rounded weights, and --weights is missing; choose one of float32, float16
                    """)
    void optionsThatMakeNoSenseAreRefusedBeforeAnyWork(String options, String message) {
        Path out = folder.resolve("policy");
        for (String command : List.of("export", "ladder")) {
            CommandRunner.Outcome outcome = export(command, "bundle", out, options.split(" ", -1));

            assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.err()).contains(message);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void weightsNeedAFormatOfTheFile() {
        CommandRunner.Outcome outcome = commands.run("ladder", run.toString(), "--weights", "int8");

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("--format is missing; choose one of onnx, c, bundle");
    }

    /**
     * A rung whose last layer has a weight for a unit that is always 0, so large that the useful weights vanish beside it:
     * it balances the pole in single precision, and does nothing in integers.
     */
    private Path spoiled() throws IOException {
        Path copy = folder.resolve("spoiled");
        TrainedRun.copy(run, copy);
        float[] hidden = {0, 1, 0, 0.1f, 0, -1, 0, -0.1f, 0, 0, 0, 0};
        var policy = new Policy(
                new PolicyNetwork(List.of(
                        new Layer(4, 3, hidden, new float[] {0, 0, -1}, Activation.RELU, false),
                        new Layer(3, 1, new float[] {1, -1, 1e5f}, new float[1], Activation.NONE, false))),
                new ActionRange(new double[] {-3}, new double[] {3}));
        var golden = List.of(new PolicyBundle.Golden(new double[4], new double[1]));
        try (var rungs = Files.list(copy.resolve("ladder"))) {
            for (Path rung : rungs.toList()) {
                BundleFile.fill(rung, new TrainedPolicy("InvertedPendulum-v5", 100, 0, 19, policy), golden, 0);
            }
        }
        return copy;
    }

    @ParameterizedTest
    @CsvSource({"onnx, int8", "c, int4", "bundle, int8"})
    void aLossThatIsTooLargeIsRefusedAndNothingIsWritten(String format, String weights) throws IOException {
        Path out = folder.resolve("policy.h");
        String[] command = {
            "ladder", spoiled().toString(), "--format", format, "--out", out.toString(), "--weights", weights
        };

        CommandRunner.Outcome refused = commands.run(command);
        List<String> allowing = new ArrayList<>(List.of(command));
        allowing.addAll(List.of("--allow-loss", "100%"));
        boolean existed = Files.exists(out);
        CommandRunner.Outcome allowed = commands.run(allowing.toArray(String[]::new));

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err())
                .containsPattern(
                        "--weights " + weights + ": the mean return of 10 episodes falls from [0-9.]+ to [0-9.]+, a"
                                + " loss of [0-9.]+ %, and --allow-loss is 5 %; nothing was written\\. Choose another format");
        assertThat(refused.out()).doesNotContain("verified");
        assertThat(existed).isFalse();
        assertThat(allowed.code()).as(allowed.err()).isZero();
    }

    @Test
    void aWeightThatHalfPrecisionCannotHoldIsRefused() throws IOException {
        Path out = folder.resolve("policy.h");

        CommandRunner.Outcome outcome = commands.run(
                "ladder", spoiled().toString(), "--format", "c", "--out", out.toString(), "--weights", "float16");

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err())
                .contains(
                        "--weights float16: layer 1: a weight is 100000.0, and the largest number of float16 is 65504;"
                                + " choose another format");
        assertThat(out).doesNotExist();
    }
}
