package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.cli.report.runs.SizedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code espalier report} with published curves and published points: what is drawn, and messages about bad files. */
class ReportReferencesTest {

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
                .contains("ARS has 33 parameters and scores 3\u00A0344; B has 50 parameters and scores 7.")
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
}
