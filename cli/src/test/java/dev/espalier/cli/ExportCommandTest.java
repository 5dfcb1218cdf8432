package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.cli.console.ExitCode;
import dev.espalier.export.CCompiler;
import dev.espalier.export.CompiledController;
import dev.espalier.export.OnnxController;
import dev.espalier.policy.Controller;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.loop.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code espalier export} of a real run that prunes within 300 steps, and of the same run with undecided gates. */
@ExtendWith(TrainedRun.Once.class)
class ExportCommandTest {

    private static Path run = Path.of("");
    private static Path undecided = Path.of("");

    @TempDir
    private Path folder;

    private final CommandRunner commands = new CommandRunner(new LibraryRuns());

    @BeforeAll
    static void take(TrainedRun trained) {
        run = trained.finished();
        undecided = trained.undecided();
    }

    private static double[] act(Controller controller, double[] observation) {
        double[] action = new double[1];
        controller.act(observation, action);
        return action;
    }

    private static void assertActsAs(Policy policy, Controller copy) {
        for (int i = -10; i <= 10; i++) {
            double[] observation = {0.1 * i, -0.02 * i, 0.3, i};
            assertThat(act(copy, observation)[0]).isCloseTo(act(policy, observation)[0], within(3e-5));
        }
    }

    private static Policy trained(boolean round) {
        return TrainingRun.policy(round ? undecided : run, round, RunListener.NOBODY)
                .policy();
    }

    private CommandRunner.Outcome export(Path from, String format, Path out, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("export", from.toString(), "--format", format, "--out", out.toString()));
        arguments.addAll(Arrays.asList(more));
        return commands.run(arguments.toArray(String[]::new));
    }

    private static void assertVerified(CommandRunner.Outcome outcome, String runtime) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("InvertedPendulum-v5 policy of step 300")
                .contains("verified with " + runtime)
                .containsPattern("actions on 1\\d\\d\\d observations|actions on 2000 observations");
    }

    @Test
    void onnx() throws Exception {
        Path out = folder.resolve("policy.onnx");

        assertVerified(export(run, "onnx", out), "ONNX Runtime");

        try (OnnxController controller = OnnxController.of(Files.readAllBytes(out))) {
            assertActsAs(trained(false), controller);
        }
    }

    @Test
    void c() throws Exception {
        Path out = folder.resolve("2nd try.h");

        assertVerified(export(run, "c", out), "C, compiled by ");

        CCompiler compiler = CCompiler.find().orElseThrow();
        try (CompiledController controller = CompiledController.of(compiler, Files.readString(out), "policy_2nd_try")) {
            assertActsAs(trained(false), controller);
        }
    }

    @Test
    void bundle() throws IOException {
        Path out = folder.resolve("policy");

        assertVerified(export(run, "bundle", out), "Espalier's Java runtime");
        // An earlier policy is replaced.
        assertVerified(export(run, "bundle", out), "Espalier's Java runtime");

        PolicyBundle bundle = PolicyBundle.read(out);
        assertActsAs(trained(false), bundle.policy());
        assertThat(bundle.golden()).hasSize(32);
    }

    /** Other files in the folder would be lost. */
    @Test
    void aBundleWithAnythingElseInItIsNotReplaced() throws IOException {
        Path out = folder.resolve("policy");
        assertThat(export(run, "bundle", out).code()).isZero();
        Files.writeString(out.resolve("notes.txt"), "mine");

        CommandRunner.Outcome outcome = export(run, "bundle", out);

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("is not the folder of a policy alone");
        assertThat(out.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void undecidedGatesAreRefusedUnlessTheyAreRounded() throws IOException {
        Path out = folder.resolve("policy");

        CommandRunner.Outcome refused = export(undecided, "bundle", out);

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err())
                .containsPattern("undecided: \\d+ gates are still undecided at step 150")
                .contains("--round")
                .contains("espalier ladder");
        assertThat(out).doesNotExist();
        assertThat(export(undecided, "bundle", out, "--round").code()).isZero();
        assertActsAs(trained(true), PolicyBundle.read(out).policy());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    tflite | policy      | --format: there is no format 'tflite'; choose one of onnx, c, bundle
                    c      | no/where.h  | no; make it first
                    onnx   | taken       | taken is a folder; give the name of a file
                    bundle | taken/..    | has no name of its own, which a folder needs to be replaced; give it one
                    bundle | .           | has no name of its own
                    bundle | taken       | taken exists and is not the folder of a policy alone; name a folder that does not exist
                    c      | link.h      | link.h is a link or a device, which would be replaced
                    """)
    void whatCannotBeWrittenIsRefusedBeforeAnyWork(String format, String out, String message) throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("mine.txt"), "mine");
        Files.writeString(taken.resolve("policy.json"), "{\"mine\": 1}");
        Files.createSymbolicLink(folder.resolve("link.h"), taken.resolve("mine.txt"));

        CommandRunner.Outcome outcome = export(run, format, folder.resolve(out));

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(message);
        assertThat(names(folder)).containsExactly("link.h", "taken");
        assertThat(taken.resolve("mine.txt")).hasContent("mine");
    }

    private static List<String> names(Path folder) {
        try (var paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsMissingOnTheCommandLineIsNamed() {
        assertThat(commands.run("export", run.toString(), "--format", "c").err())
                .contains("--out is missing");
        assertThat(commands.run(
                                "export",
                                run.toString(),
                                "--out",
                                folder.resolve("x").toString())
                        .err())
                .contains("--format is missing; choose one of onnx, c, bundle");
        assertThat(export(folder.resolve("none"), "c", folder.resolve("x.h")).err())
                .contains("there is no such run directory");
    }

    @Test
    void aDamagedRunIsBadInput() throws IOException {
        Path damaged = folder.resolve("damaged");
        TrainedRun.copy(run, damaged);
        try (var checkpoints = Files.list(damaged.resolve("checkpoints"))) {
            for (Path checkpoint : checkpoints.toList()) {
                Files.writeString(checkpoint.resolve("agent.safetensors"), "broken");
            }
        }

        CommandRunner.Outcome outcome = export(damaged, "onnx", folder.resolve("policy.onnx"));

        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("damaged/checkpoints").doesNotContain("\tat ");
        assertThat(folder.resolve("policy.onnx")).doesNotExist();
    }

    @Test
    void aNameIsWhatIsPublished() throws IOException {
        Path out = folder.resolve("named");
        String[] export = {"export", run.toString(), "--format", "bundle", "--out", out.toString(), "--name"};

        CommandRunner.Outcome refused = commands.run(
                Stream.concat(Stream.of(export), Stream.of("/home/me/x")).toArray(String[]::new));
        CommandRunner.Outcome done = commands.run(
                Stream.concat(Stream.of(export), Stream.of("Pole-v0")).toArray(String[]::new));

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("--name is '/home/me/x'; use letters, digits, '.', '-' and '_'");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(PolicyBundle.read(out).task()).isEqualTo("Pole-v0");
    }
}
