package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.cli.report.xray.PrunedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code espalier report}: its output, and messages about bad runs. */
class ReportCommandTest {

    @TempDir
    private Path folder;

    private Path run = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void writeRun() throws IOException {
        run = SmallReport.writeRun(folder);
        out = folder.resolve("out");
    }

    private Outcome report(String... more) {
        return SmallReport.report(run, out, more);
    }

    private void assertRefused(Outcome outcome, String message) {
        SmallReport.assertRefused(outcome, out, message);
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
        Files.writeString(run.resolve("evaluations.csv"), SmallReport.TABLE + torn);
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
