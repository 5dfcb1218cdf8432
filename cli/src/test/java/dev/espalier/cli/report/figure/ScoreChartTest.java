package dev.espalier.cli.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.cli.browser.Pixels;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.ReferencePoints;
import dev.espalier.cli.report.runs.RunFolder;
import dev.espalier.cli.report.runs.SizedFolder;
import dev.espalier.cli.report.runs.TaskResults;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drawn score against size: points at the right places, and text as text. */
class ScoreChartTest {

    private static final String GATES = "prune:\n  gates: true\n  target:\n    deployed: ";

    @TempDir
    Path folder;

    /** Ten evaluations of one value. */
    private static double[] always(double value) {
        double[] returns = new double[10];
        Arrays.fill(returns, value);
        return returns;
    }

    private Path sized(String target, int seed, int units, double score) throws IOException {
        return SizedFolder.write(folder.resolve(target), "prune-b", seed, GATES + target + "\n", units, always(score));
    }

    private static Drawing chart(List<Path> runs, ReferencePoints... points) {
        List<TaskResults> tasks =
                TaskResults.of(runs.stream().map(RecordedRun::read).toList(), List.of(), List.of(points));
        return Objects.requireNonNull(ScoreChart.of(tasks).get("Hopper-v5"));
    }

    private List<Path> runs() throws IOException {
        return List.of(sized("70", 0, 1, 100), sized("70", 1, 1, 300), sized("80", 0, 2, 500));
    }

    private ReferencePoints points() throws IOException {
        return ReferencePoints.read(Files.writeString(folder.resolve("points.yml"), """
                source: their page
                points:
                  - {label: ARS, task: Hopper, deployed: 33, score: 3344}
                  - {label: Elsewhere, task: Ant, deployed: 888, score: 1}
                """));
    }

    private static List<double[]> circles(String svg) {
        return Pattern.compile("<circle ([^>]*)/>")
                .matcher(svg)
                .results()
                .map(match -> new double[] {attribute(match.group(1), "cx"), attribute(match.group(1), "cy")})
                .distinct()
                .toList();
    }

    private static double attribute(String attributes, String name) {
        var matcher = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(attributes);
        assertThat(matcher.find()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    private static List<String> texts(String svg) {
        return Pattern.compile("<text[^>]*>([^<]*)</text>")
                .matcher(svg)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** By hand: seeds at 100 and 300 are a point at 200, and the interval of two is their range; sizes: 65 and 76. */
    @Test
    void itIsToldInWords() throws IOException {
        Path stopped = RunFolder.write(folder, "Hopper-v5", "sac", 4, 1, 2);

        assertThat(chart(Stream.concat(runs().stream(), Stream.of(stopped)).toList(), points())
                        .words())
                .isEqualTo(
                        "Score, the mean of the evaluations in the last fifth of a run's steps, against deployed parameters."
                                + " theta: 65 parameters score 200 (interval of 95 %: 100 to 300), 76 parameters score 500."
                                + " Published by others, of other lengths of training and versions of the task: ARS has 33"
                                + " parameters and scores 3\u00A0344. Left out: Hopper-v5-sac-seed4 (not at its end: evaluated up to"
                                + " step 20 of 100).");
    }

    /** Equal ratios of sizes have equal distances: from 33 to 76, a point at 65 is at log(65 / 33) / log(76 / 33). */
    @Test
    void pointsLieWhereTheyBelong() throws IOException {
        String svg = Figure.of("it", "It", chart(runs(), points())).svg();

        // Two in the legend; then the published agent, and ours by size.
        List<double[]> circles = circles(svg);
        assertThat(circles).hasSize(5);
        double[] ars = circles.get(2);
        double[] small = circles.get(3);
        double[] large = circles.get(4);
        assertThat((small[0] - ars[0]) / (large[0] - ars[0]))
                .isCloseTo(Math.log(65 / 33.0) / Math.log(76 / 33.0), within(1e-3));
        assertThat((small[1] - ars[1]) / (large[1] - ars[1])).isCloseTo((200.0 - 3344) / (500 - 3344), within(1e-3));
        assertThat(large[1]).as("the axis points upwards").isGreaterThan(ars[1]).isLessThan(small[1]);
        assertThat(svg)
                .as("the line of the method")
                .contains(
                        "M%s %s L%s %s".formatted(plain(small[0]), plain(small[1]), plain(large[0]), plain(large[1])));
    }

    /** A number as in SVG: without a point if it is whole. */
    private static String plain(double number) {
        return Double.toString(number).replaceFirst("\\.0$", "");
    }

    @Test
    void textIsTextAndPointsOfOtherTasksAreNotThere() throws IOException {
        assertThat(texts(Figure.of("it", "It", chart(runs(), points())).svg()))
                .contains(
                        "Hopper-v5: score against deployed parameters",
                        "theta",
                        "ARS",
                        "published by others; of other lengths of training and versions",
                        "50",
                        "deployed parameters",
                        "mean return, evaluations of the last 20 %")
                .doesNotContain("Elsewhere");
        assertThat(texts(Figure.of("it", "It", chart(runs())).svg())).noneMatch(text -> text.contains("published"));
    }

    @Test
    void thePngIsNotBlank() throws IOException {
        Drawing drawing = chart(runs(), points());
        var image = ImageIO.read(
                new ByteArrayInputStream(Figure.of("it", "It", drawing).png()));

        assertThat(image.getWidth()).isEqualTo(2 * drawing.width());
        assertThat(image.getHeight()).isEqualTo(2 * drawing.height());
        int half = image.getHeight() / 2;
        // Two discs of radius 9 alone have 500 pixels, all in the lower half, below the legend.
        assertThat(Pixels.coloured(image.getSubimage(0, half, image.getWidth(), half)))
                .isGreaterThan(500);
    }

    /** A single run has no range of sizes or scores. */
    @Test
    void aSinglePointIsDrawn() throws IOException {
        Drawing drawing = chart(List.of(sized("70", 0, 1, 0)));

        assertThat(circles(Figure.of("it", "It", drawing).svg()))
                .hasSize(2)
                .allSatisfy(circle -> assertThat(circle[0]).isBetween(0.0, 800.0));
    }

    /** Labels of any number and length get their own rows, and the figure grows with them. */
    @Test
    void theKeyTakesTheRowsThatItNeeds() {
        var style = Objects.requireNonNull(LineStyle.ours(Stream.of("a")).get("a"));
        List<MarkerKey.Item> few = List.of(new MarkerKey.Item("a", style), new MarkerKey.Item("b", null));
        assertThat(new MarkerKey(few, 700).height()).isEqualTo(MarkerKey.ROW);
        assertThat(new MarkerKey(few, 60).height()).isEqualTo(2 * MarkerKey.ROW);
        assertThat(new MarkerKey(List.of(new MarkerKey.Item("word ".repeat(44), style)), 700).height())
                .as("219 letters in lines of at most 110")
                .isEqualTo(2 * MarkerKey.ROW);
    }

    @Test
    void markersTellApartWhatRepeatsAColour() {
        List<String> labels = IntStream.range(0, 21).mapToObj(i -> "label " + i).toList();
        var styles = LineStyle.ours(labels.stream());

        assertThat(Stream.of(0, 7, 14)
                        .map(labels::get)
                        .map(label -> Marker.of(Objects.requireNonNull(styles.get(label)))))
                .containsExactly(Marker.CIRCLE, Marker.SQUARE, Marker.DIAMOND);
    }

    @Test
    void labelsOfPublishedAgentsDoNotLieOnEachOther() throws IOException {
        ReferencePoints close = ReferencePoints.read(Files.writeString(folder.resolve("close.yml"), """
                task: Hopper
                source: x
                points:
                  - {label: First, deployed: 33, score: 3344}
                  - {label: Second, deployed: 34, score: 3340}
                """));
        String svg = Figure.of("it", "It", chart(runs(), close)).svg();

        List<Rectangle2D> boxes = Stream.of("First", "Second")
                .map(label -> {
                    var matcher = Pattern.compile("<text([^>]*)>" + label + "<").matcher(svg);
                    assertThat(matcher.find()).isTrue();
                    double bottom = attribute(matcher.group(1), "y");
                    return (Rectangle2D)
                            new Rectangle2D.Double(attribute(matcher.group(1), "x"), bottom - 9, Fonts.width(label), 9);
                })
                .toList();
        assertThat(boxes.getFirst().intersects(boxes.getLast())).isFalse();
        for (double[] circle : circles(svg)) {
            assertThat(boxes).noneMatch(box -> box.contains(circle[0], circle[1]));
        }
    }
}
