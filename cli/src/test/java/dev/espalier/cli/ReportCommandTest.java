package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.cli.report.runs.SizedFolder;
import dev.espalier.cli.report.xray.PrunedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code espalier report}: its output, and messages about bad input. */
class ReportCommandTest {

    private static final String CONFIG = """
            env: Hopper-v5
            preset: sac
            steps: 40
            seed: 0
            evaluation:
              every: 10
            """;
    private static final String TABLE = "step,mean_return\n10,1.5\n20,2.5\n";

    @TempDir
    Path folder;

    private Path run = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void writeRun() throws IOException {
        run = Files.createDirectory(folder.resolve("run"));
        out = folder.resolve("out");
        Files.writeString(run.resolve("config.yml"), CONFIG);
        Files.writeString(run.resolve("metadata.json"), "{\"commit\": \"abc\"}");
        Files.writeString(run.resolve("evaluations.csv"), TABLE);
    }

    private Outcome report(String... more) {
        List<String> arguments = new ArrayList<>(List.of("report", run.toString(), "--out", out.toString()));
        arguments.addAll(List.of(more));
        return new CommandRunner(new RecordedRuns()).run(arguments.toArray(String[]::new));
    }

    private void assertRefused(Outcome outcome, String message) {
        assertThat(outcome.err()).isEqualTo("espalier: " + message + "\n");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    @Test
    void namesWhatItWrote() {
        Outcome outcome = report();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out().lines())
                .containsExactly(
                        out.resolve("report.html").toString(),
                        out.resolve("curves-Hopper-v5.svg").toString(),
                        out.resolve("curves-Hopper-v5.png").toString(),
                        out.resolve("summary.md").toString(),
                        out.resolve("summary.json").toString());
    }

    /** The second row has all its cells, but may be an incomplete 30 or 3.25. */
    @ParameterizedTest
    @ValueSource(strings = {"30", "30,3"})
    void aRowThatIsBeingWrittenWaits(String torn) throws IOException {
        Files.writeString(run.resolve("evaluations.csv"), TABLE + torn);
        assertThat(report().code()).isZero();
        assertThat(out.resolve("summary.md")).content().contains("| run | 0 | 20 of 40 | 2.5 |");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            evaluations.csv | `step,mean_return\n`        | : no evaluations yet; wait for the first one, which evaluation.every in config.yml schedules
            evaluations.csv | ``                          | : there is no column 'step' in its first line; restore the file
            evaluations.csv | `step,mean\n1,2\n`          | : there is no column 'mean_return' in its first line; restore the file
            evaluations.csv | `step,mean_return\n1\n`     | :2: expected 2 cells, found 1; restore the file
            evaluations.csv | `step,mean_return\n1,NaN\n` | :2: step '1', mean_return 'NaN' and lost_episodes '0' must be a whole number, one of at most 1.0E100 on either side of 0, and a whole number; restore the file
            evaluations.csv | `step,mean_return\n1,1e308\n` | :2: step '1', mean_return '1e308' and lost_episodes '0' must be a whole number, one of at most 1.0E100 on either side of 0, and a whole number; restore the file
            evaluations.csv | `step,mean_return\n1,0\n2,-1e308\n` | :3: step '2', mean_return '-1e308' and lost_episodes '0' must be a whole number, one of at most 1.0E100 on either side of 0, and a whole number; restore the file
            evaluations.csv | `step,mean_return\n1.5,2\n` | :2: step '1.5', mean_return '2' and lost_episodes '0' must be a whole number, one of at most 1.0E100 on either side of 0, and a whole number; restore the file
            evaluations.csv | `step,mean_return,episodes,lost_episodes\n1,2,3,4\n` | :2: step '1', mean_return '2' and lost_episodes '4' must be a whole number, one of at most 1.0E100 on either side of 0, and a whole number of at most the episodes, '3'; restore the file
            evaluations.csv | `step,mean_return\n2,0\n1,0\n` | : step 1 does not come after step 2; restore the file
            config.yml      | `steps: 40`                 | : 'env' is missing
            config.yml      | `env: 5`                    | : env must be a name, but is '5'
            config.yml      | `env: ../x`                 | : env is '../x', which is no id of a task
            config.yml      | `just words`                | : expected entries such as 'env: HalfCheetah-v5', found none
            metadata.json   | `{}`                        | : 'commit' is missing; restore the file
            """)
    void aDamagedRunIsNamed(String file, String content, String message) throws IOException {
        Files.writeString(run.resolve(file), content.replace("\\n", "\n"));
        assertRefused(report(), run.resolve(file) + message);
    }

    @Test
    void whatLostEpisodesArePartOfIsMarked() throws IOException {
        Files.writeString(run.resolve("evaluations.csv"), "step,mean_return,lost_episodes\n10,1,2\n20,2.5,0\n");
        assertThat(report().code()).isZero();
        assertThat(out.resolve("summary.md"))
                .content()
                .contains("| run | 0 | 20 of 40 | 2.5 | 2.5 | 2.5 |", "run 2. An");

        Files.writeString(run.resolve("evaluations.csv"), "step,mean_return,lost_episodes\n10,1,0\n20,2.5,2\n");
        assertThat(report().code()).isZero();
        assertThat(out.resolve("summary.md"))
                .content()
                .contains("| run | 0 | 20 of 40 | 2.5\\* | 2.5\\* | 2.5\\* |", "An asterisk marks");
        assertThat(out.resolve("report.html")).content().contains("2.5*", "An asterisk marks");
    }

    /** No file of an incomplete report is written. */
    @Test
    void aDamagedLogOfPruningIsNamed() throws IOException {
        run = PrunedFolder.complete(folder, 0);
        Path events = run.resolve("prune_events.jsonl");
        Files.writeString(events, Files.readString(events) + "{\"step\":90}\n");
        assertRefused(report(), events + ":4: 'event' is missing; restore the file");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(run.resolve("evaluations.csv"));
        assertRefused(
                report(),
                run.resolve("evaluations.csv") + ": cannot be read: no such file or folder: "
                        + run.resolve("evaluations.csv"));
    }

    @Test
    void notARunDirectory() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        assertRefused(
                new CommandRunner(new RecordedRuns()).run("report", other.toString(), "--out", out.toString()),
                other + " is not a run directory: it has no config.yml. Give directories that 'espalier train' made.");
        assertRefused(
                report("missing"),
                "missing is not a run directory: there is no such directory. Give directories that 'espalier train'"
                        + " made.");
    }

    @Test
    void aFolderThatCannotBeMade() {
        out = run.resolve("config.yml/out");
        assertRefused(report(), "--out " + out + ": cannot make this folder: Not a directory; choose another");
    }

    @Test
    void badOptions() {
        assertRefused(report("--smooth", "0"), "--smooth is 0; give a whole number of at least 1");
        Outcome outcome = new CommandRunner(new RecordedRuns()).run("report", run.toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("espalier: Missing required option: '--out=DIR'\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            name: A, env: Ant-v5, source: x, points: [[1, 2]]       | --reference: 'A' is of Ant-v5, but the runs are of Hopper-v5
            name: A, env: Hopper-v5, points: [[1, 2]]               | FILE: 'source' is missing
            name: A, env: Hopper-v5, source: x, points: 7           | FILE: points must be a list, but is '7'
            name: A, env: Hopper-v5, source: x, points: [[1, 2, 3]] | FILE: points must be pairs of step and return, the return at most 1.0E100 on either side of 0, but one is '[1, 2, 3]'
            name: A, env: Hopper-v5, source: x, points: [[1, .nan]] | FILE: points must be pairs of step and return, the return at most 1.0E100 on either side of 0, but one is '[1, NaN]'
            name: A, env: Hopper-v5, source: x, points: [[1, -1.0e308]] | FILE: points must be pairs of step and return, the return at most 1.0E100 on either side of 0, but one is '[1, -1.0E308]'
            name: A, env: Hopper-v5, source: x, points: []          | FILE: points: a curve has at least one point
            name: A, env: Hopper-v5, source: x, points: [[2, 0], [1, 0]] | FILE: points: step 1 does not come after step 2
            """)
    void aReferenceThatCannotBeDrawnIsNamed(String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("reference.yml"), "{" + content + "}");
        assertRefused(report("--reference", file.toString()), message.replace("FILE", file.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            source: x, points: [{task: Ant, label: A, deployed: 1, score: 1}] | --reference-points: FILE has points of Ant, but the runs are of Hopper-v5; leave it out
            points: [{task: Hopper, label: A, deployed: 1, score: 1}]         | FILE: 'source' is missing
            source: x                                                         | FILE: 'points' is missing
            source: x, points: 7                                              | FILE: points must be a list, but is '7'
            source: x, points: []                                             | FILE: points must be a list of at least one point, but is '[]'
            source: x, points: [[33, 3344]]                                   | FILE: item 1 of points must have entries such as {name: value}, but is '[33, 3344]'
            source: x, points: [{label: A, deployed: 1, score: 1}]            | FILE: 'task' is missing
            source: x, task: Hopper, points: [{deployed: 1, score: 1}]        | FILE: item 1 of points: 'label' is missing
            source: x, task: Hopper, points: [{label: A, score: 1}]           | FILE: item 1 of points: 'deployed' is missing
            source: x, task: Hopper, points: [{label: A, deployed: 0, score: 1}]   | FILE: item 1 of points: deployed must be a whole number of at least 1, but is '0'
            source: x, task: Hopper, points: [{label: A, deployed: 3k, score: 1}]  | FILE: item 1 of points: deployed must be a whole number, but is '3k'
            source: x, task: Hopper, points: [{label: A, deployed: 1, score: 1}, {label: A, deployed: 1, score: .inf}] | FILE: item 2 of points: score must be a number of at most 1.0E100 on either side of 0, but is 'Infinity'
            source: x, task: Hopper, points: [{label: A, deployed: 1, score: 1}, {label: A, deployed: 1, score: 1.0e308}] | FILE: item 2 of points: score must be a number of at most 1.0E100 on either side of 0, but is '1.0E308'
            """)
    void publishedPointsThatCannotBeDrawnAreNamed(String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("points.yml"), "{" + content + "}");
        String remedy = message.startsWith("--") ? "" : "; 'espalier report --help' shows how such a file looks";
        assertRefused(report("--reference-points", file.toString()), message.replace("FILE", file.toString()) + remedy);
    }

    @Test
    void publishedPointsThatAreNoFileAreNamed() throws IOException {
        assertRefused(
                report("--reference-points", "missing.yml"),
                "missing.yml: cannot be read: no such file or folder: missing.yml");
        Path file = Files.writeString(folder.resolve("points.yml"), "source: [x\n");
        Outcome outcome = report("--reference-points", file.toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("espalier: " + file + ": not valid YAML or JSON: ")
                .contains("line 2");
    }

    /** Scores against sizes from the command line: two targets, and published agents from two files. */
    @Test
    void scoresAreLaidAgainstSizes() throws IOException {
        String target = "prune:\n  gates: true\n  method: magnitude\n  target:\n    deployed: ";
        double[] returns = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11};
        run = SizedFolder.write(folder.resolve("a"), "prune-b", 0, target + "80\n", 2, returns);
        Path smaller = SizedFolder.write(folder.resolve("b"), "prune-b", 0, target + "70\n", 1, returns);
        Path own = Files.writeString(
                folder.resolve("own.yml"),
                "{task: Hopper-v5, source: x, points: [{label: B, deployed: 50, score: 7}]}");

        Outcome outcome = report(
                smaller.toString(),
                "--reference-points",
                Path.of("..", "results", "references", "ars-rl-zoo3.yml").toString(),
                "--reference-points",
                own.toString());

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out().lines())
                .contains(
                        out.resolve("sizes-scores-Hopper-v5.svg").toString(),
                        out.resolve("sizes-scores-Hopper-v5.png").toString());
        assertThat(out.resolve("sizes-scores-Hopper-v5.svg"))
                .content()
                .contains("magnitude: 65 parameters score 10, 76 parameters score 10.")
                .contains("ARS has 33 parameters and scores 3344; B has 50 parameters and scores 7.")
                .doesNotContain("4815");
        assertThat(out.resolve("sizes-scores-Hopper-v5.png")).isNotEmptyFile();
        assertThat(out.resolve("report.html")).content().contains("id=\"sizes-scores-Hopper-v5-title\"");
    }

    @Test
    void manyPublishedCurvesAreTakenTogether() throws IOException {
        List<String> references = new ArrayList<>();
        for (String name : List.of("A", "B", "C", "D")) {
            Path file = Files.writeString(
                    folder.resolve(name), "{name: %s, env: Hopper-v5, source: x, points: [[1, 2]]}".formatted(name));
            references.addAll(List.of("--reference", file.toString()));
        }

        assertThat(report(references.toArray(String[]::new)).code()).isZero();
    }

    /** Runs the command in its own process, with a new home folder: fonts are fixed per process and cached at home. */
    private Outcome reportWith(Map<String, String> environment) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "report",
                run.toString(),
                "--out",
                out.toString());
        builder.environment().putAll(environment);
        builder.redirectError(folder.resolve("stderr").toFile());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text, Files.readString(folder.resolve("stderr")));
    }

    @Test
    @Timeout(60)
    void asksForFontsWhereThereAreNone() throws IOException, InterruptedException {
        Path configuration = Files.writeString(
                folder.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig><dir>/nowhere</dir></fontconfig>");
        assertRefused(
                reportWith(Map.of("FONTCONFIG_FILE", configuration.toString())),
                "pictures need fonts, and Java finds none on this system; install fontconfig and a font, for example"
                        + " with: apt install fontconfig fonts-dejavu-core (Fontconfig head is null, check your fonts or"
                        + " fonts configuration)");
    }

    @Test
    @Timeout(60)
    void asksForNoDisplay() throws IOException, InterruptedException {
        Outcome outcome = reportWith(Map.of("DISPLAY", "nowhere:7"));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }
}
