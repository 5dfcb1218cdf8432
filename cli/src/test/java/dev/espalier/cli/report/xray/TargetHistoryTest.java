package dev.espalier.cli.report.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.cli.browser.Pixels;
import dev.espalier.cli.report.Report;
import dev.espalier.cli.report.figure.Figure;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.cli.report.xray.TargetHistory.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes over time with a target, from a handwritten log. */
class TargetHistoryTest {

    private static final String NAME = "xray-Hopper-v5-prune-b-seed0-path";

    /** Deployed ends 5 % below 400, as 20 is a twentieth of it; trained 0.25 % above 2000, as 5 is a 400th. */
    private static final String BOTH = """
            step,prune/params_deploy,prune/params_train,prune/wanted_deployed,prune/pressure_deployed,prune/wanted_trained,prune/pressure_trained
            10,800.0,4000.0,800.0,0.1,4000.0,0.1
            50,700.0,3500.0,450.5,2.5,2250.25,0.5
            100,380.0,2005.0,400.0,1.25,2000.0,0.75
            """;

    @TempDir
    Path parent;

    /** A run with targets, whose configuration ends with the settings of pruning. */
    private Path run(String targets, String progress) throws IOException {
        Path folder = PrunedFolder.complete(parent, 0);
        Path config = folder.resolve("config.yml");
        Files.writeString(config, Files.readString(config) + targets);
        Files.writeString(folder.resolve("progress.csv"), progress);
        return folder;
    }

    private static String targets(String deployed, String trained) {
        return "  target:\n    deployed: %s\n    trained: %s\n".formatted(deployed, trained);
    }

    private static PrunedRun read(Path folder) {
        return PrunedRun.read(RecordedRun.read(folder)).orElseThrow();
    }

    private static List<StepValue> line(double first, double second, double third) {
        return List.of(new StepValue(10, first), new StepValue(50, second), new StepValue(100, third));
    }

    @Test
    void bothWaysAreRead() throws IOException {
        TargetHistory history = TargetHistory.of(read(run(targets("400", "2000"), BOTH)));

        assertThat(history.parts())
                .containsExactly(
                        new Part("deployed", 400, line(800, 450.5, 400), line(800, 700, 380), line(0.1, 2.5, 1.25)),
                        new Part(
                                "trained",
                                2000,
                                line(4000, 2250.25, 2000),
                                line(4000, 3500, 2005),
                                line(0.1, 0.5, 0.75)));
        assertThat(history.ending())
                .isEqualTo("At step 100, the last that was logged, 380 parameters were deployed: 5.00\u00A0% below the"
                        + " target of 400. At step 100, the last that was logged, 2\u00A0005 parameters were trained:"
                        + " 0.25\u00A0% above the target of 2\u00A0000.");
        assertThat(new TargetLines(history).words())
                .isEqualTo("Parameters, first and last value. deployed: target 400, wanted 800 at step 10, 400 at step"
                        + " 100, actual 800 at step 10, 380 at step 100, pressure 0.100 at step 10, 1.25 at step 100;"
                        + " trained: target 2\u00A0000, wanted 4\u00A0000 at step 10, 2\u00A0000 at step 100, actual 4\u00A0000 at step 10, 2\u00A0005"
                        + " at step 100, pressure 0.100 at step 10, 0.750 at step 100.");
    }

    @Test
    void aTargetThatIsNullIsNone() throws IOException {
        TargetHistory history = TargetHistory.of(read(run(targets("null", "2000"), BOTH)));

        assertThat(history.parts()).extracting(Part::name).containsExactly("trained");
    }

    @Test
    void aSizeMayBeExactlyTheTarget() throws IOException {
        assertThat(TargetHistory.of(read(run(targets("380", "null"), BOTH))).ending())
                .endsWith("380 parameters were deployed: exactly the target.");
    }

    @Test
    void unitsThatGoByTheirWeightsHaveNoPressure() throws IOException {
        String settings = "  method: magnitude\n" + targets("400", "null");
        TargetHistory history = TargetHistory.of(read(run(settings, BOTH)));

        assertThat(history.parts().getFirst().pressure()).isEmpty();
        assertThat(new TargetLines(history).words()).doesNotContain("pressure");
    }

    @Test
    void cellsWithNothingToSayAndALineThatIsBeingWrittenWait() throws IOException {
        String progress = """
                step,prune/params_deploy,prune/wanted_deployed
                10,800.0,
                50,500.0,450.0
                100,380.0,40""";

        Part part = TargetHistory.of(read(run(targets("400", "null"), progress)))
                .parts()
                .getFirst();

        assertThat(part.wanted()).containsExactly(new StepValue(50, 450));
        assertThat(part.actual()).containsExactly(new StepValue(10, 800), new StepValue(50, 500));
        assertThat(part.pressure()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2000 | 700.0 | x     | progress.csv:2: prune/wanted_deployed is 'x', which must be a number from 0 to 1.0E100; restore the file
            2000 | -1.0  | 450.0 | progress.csv:2: prune/params_deploy is '-1.0', which must be a number from 0 to 1.0E100; restore the file
            2000 | 700.0 | 1e308 | progress.csv:2: prune/wanted_deployed is '1e308', which must be a number from 0 to 1.0E100; restore the file
            2000 | 700.0 | NaN   | progress.csv:2: prune/wanted_deployed is 'NaN', which must be a number from 0 to 1.0E100; restore the file
            0    | 700.0 | 450.0 | config.yml: prune.target.deployed must be a number of at least 1, but is 0
            few  | 700.0 | 450.0 | config.yml: prune.target.deployed must be a number, but is few
            """)
    void whatIsDamagedIsNamed(String target, String actual, String wanted, String message) throws IOException {
        String progress = "step,prune/params_deploy,prune/wanted_deployed\n10,%s,%s\n".formatted(actual, wanted);
        PrunedRun run = read(run(targets(target, "null"), progress));

        assertThatThrownBy(() -> TargetHistory.of(run))
                .isInstanceOf(ReportException.class)
                .hasMessageEndingWith(message);
    }

    @Test
    void withoutATargetThereIsNoFigureAndNothingIsMissed() throws IOException {
        for (String targets : List.of("", targets("null", "null"))) {
            Xray xray = Xray.of(read(run(targets, BOTH)), "run");

            assertThat(xray.figures()).extracting(Figure::name).doesNotContain("xray-run-path");
            assertThat(xray.missing()).noneMatch(line -> line.contains("target"));
            assertThat(xray.ending()).isEmpty();
        }
    }

    @Test
    void aWayThatWasNotRecordedIsMissed() throws IOException {
        Path folder = run(targets("400", "null"), "step,prune/params_deploy\n10,800.0\n");
        String missed = "Size on the way to the target: not recorded (progress.csv has no sizes that were wanted).";
        assertThat(Xray.of(read(folder), "run").missing()).contains(missed);

        Files.delete(folder.resolve("progress.csv"));
        assertThat(Xray.of(read(folder), "run").missing()).contains(missed);
    }

    @Test
    void theFigureIsDrawn() throws IOException {
        Path folder = run(targets("400", "2000"), BOTH);
        Figure two = figure(folder);
        Files.writeString(
                folder.resolve("config.yml"),
                Files.readString(folder.resolve("config.yml")).replace("trained: 2000", "trained: null"));
        Figure one = figure(folder);

        // A line across 310 of 800 units of length, at two pixels each and more than one pixel thick.
        assertThat(coloured(one)).isGreaterThan(3 * 620);
        assertThat(coloured(two)).as("two targets").isGreaterThan(coloured(one) + 3 * 620);
        assertThat(two.svg())
                .contains("parameters deployed", "pressure on what is deployed", "parameters trained")
                .contains("dashed: the target");
        assertThat(one.svg()).doesNotContain("parameters trained");
    }

    private static Figure figure(Path folder) {
        return Xray.of(read(folder), "run").figures().stream()
                .filter(figure -> figure.name().equals("xray-run-path"))
                .findFirst()
                .orElseThrow();
    }

    private static long coloured(Figure figure) throws IOException {
        return Pixels.coloured(ImageIO.read(new ByteArrayInputStream(figure.png())));
    }

    @Test
    void theReportHasTheFigureWithItsCaption() throws IOException {
        Path out = parent.resolve("out");
        Report.of(List.of(run(targets("400", "null"), BOTH)), List.of(), List.of(), 1)
                .write(out);

        assertThat(out.resolve(NAME + ".svg")).isNotEmptyFile();
        assertThat(out.resolve(NAME + ".png")).isNotEmptyFile();
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("The size that is wanted falls from that at the start to the target.")
                .contains("380 parameters were deployed: 5.00\u00A0% below the target of 400. Files: " + NAME + ".svg");
    }
}
