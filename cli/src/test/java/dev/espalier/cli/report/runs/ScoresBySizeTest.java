package dev.espalier.cli.report.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.report.statistics.Estimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points of score against size, computed by hand. */
class ScoresBySizeTest {

    private static final String GATES = "prune:\n  gates: true\n  method: ";

    @TempDir
    Path folder;

    private static ScoresBySize scores(Path... runs) {
        return ScoresBySize.of(
                TaskResults.of(Stream.of(runs).map(RecordedRun::read).toList(), List.of(), List.of())
                        .getFirst());
    }

    /** The last fifth of ten evaluations is at steps 90 and 100; step 80 is not after 80 % of 100 steps. */
    private Path sized(String parent, int seed, String extra, int units, double ninth, double tenth)
            throws IOException {
        return SizedFolder.write(
                folder.resolve(parent), "prune-b", seed, extra, units, 0, 0, 0, 0, 0, 0, 0, 1000, ninth, tenth);
    }

    /** By hand: seeds score 10, 20, 30 and 100, and the middle two are 20 and 30; sizes are 76, 76, 65 and 65. */
    @Test
    void aPointIsTheScoreOfTheLastFifthAtTheMeanSize() throws IOException {
        ScoresBySize scores = scores(
                sized("a", 0, GATES + "theta\n", 2, 5, 15),
                sized("a", 1, GATES + "theta\n", 2, 90, 110),
                sized("a", 2, GATES + "theta\n", 1, 30, 30),
                sized("a", 3, GATES + "theta\n", 1, 25, 15));

        assertThat(scores.leftOut()).isEmpty();
        assertThat(scores.methods()).singleElement().satisfies(method -> {
            assertThat(method.name()).isEqualTo("theta");
            assertThat(method.points()).singleElement().satisfies(point -> {
                assertThat(point.deployed()).isEqualTo(70.5);
                assertThat(point.scores()).containsExactly(10, 100, 30, 20);
                assertThat(Estimate.of(point.scores()).interquartileMean()).isEqualTo(25);
            });
        });
    }

    @Test
    void aMethodsPointsAreInOrderOfSize() throws IOException {
        String target = "theta\n  target:\n    deployed: ";
        ScoresBySize scores = scores(
                sized("a", 0, GATES + target + "80\n", 2, 7, 7),
                sized("b", 0, GATES + "random\n", 1, 5, 5),
                sized("c", 0, GATES + target + "70\n", 1, 6, 6));

        assertThat(scores.methods()).extracting(ScoresBySize.Method::name).containsExactly("theta", "random");
        assertThat(scores.methods().getFirst().points())
                .extracting(ScoresBySize.Point::deployed)
                .containsExactly(65.0, 76.0);
        assertThat(scores.methods().getFirst().points().getFirst().scores()).containsExactly(6);
    }

    /** A run that stopped at step 20 or 90 is not finished. */
    @Test
    void whatIsNotFinishedOrOfNoKnownSizeIsLeftOutAndNamed() throws IOException {
        Path whole = sized("a", 0, GATES + "theta\n", 1, 4, 6);
        Path early = SizedFolder.write(folder.resolve("a"), "prune-b", 1, GATES + "theta\n", 2, 70, 80);
        Path late =
                SizedFolder.write(folder.resolve("a"), "prune-b", 2, GATES + "theta\n", 2, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        Path unknown = sized("a", 3, GATES + "theta\n", 2, 5, 5);
        Files.delete(unknown.resolve("structure.json"));

        ScoresBySize scores = scores(whole, early, late, unknown);

        assertThat(scores.methods().getFirst().points()).singleElement().satisfies(point -> {
            assertThat(point.deployed()).isEqualTo(65);
            assertThat(point.scores()).containsExactly(5);
        });
        assertThat(scores.leftOut())
                .extracting(left -> left.run().seed() + ": " + left.reason())
                .containsExactly(
                        "1: not at its end: evaluated up to step 20 of 100",
                        "2: not at its end: evaluated up to step 90 of 100",
                        "3: its size is not recorded");
    }

    @Test
    void noRunThatFitsMakesNoMethod() throws IOException {
        assertThat(scores(RunFolder.write(folder, "Hopper-v5", "sac", 0, 1)).methods())
                .isEmpty();
    }
}
