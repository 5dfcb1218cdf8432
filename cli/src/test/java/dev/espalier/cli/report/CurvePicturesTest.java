package dev.espalier.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.espalier.cli.report.runs.RunFolder;
import dev.espalier.cli.report.statistics.Estimate;
import dev.espalier.cli.report.statistics.Interval;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The content of the figures: lines through the right points, and text as text. */
class CurvePicturesTest {

    private static final String BLUE = "rgb(0,114,178)";

    @TempDir
    Path folder;

    private List<Path> runs = List.of();

    @BeforeEach
    void writeRuns() throws IOException {
        runs = List.of(
                RunFolder.write(folder, "Hopper-v5", "sac", 0, 0, 10, 40, 60),
                RunFolder.write(folder, "Hopper-v5", "sac", 1, 20, 10, 60, 100));
    }

    private Document svg(List<Path> references, int smooth) throws Exception {
        Report.of(runs, references, List.of(), smooth).write(folder);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("curves-Hopper-v5.svg").toFile());
    }

    /** JFreeChart would search forever for round numbers between these. */
    @Test
    void returnsThatCanHardlyBeToldApartAreDrawn() throws Exception {
        runs = List.of(RunFolder.write(folder, "Hopper-v5", "ofe", 0, 1e16, 1e16 + 2));

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> svg(List.of(), 1));
    }

    @Test
    void ticksOfAConstantSeriesDiffer() throws Exception {
        runs = List.of(RunFolder.write(folder, "Hopper-v5", "ofe", 0, 9359.1, 9359.1, 9359.1));

        assertThat(texts(svg(List.of(), 1)).stream().filter(text -> text.startsWith("9\u00A03")))
                .hasSizeGreaterThan(2)
                .doesNotHaveDuplicates();
    }

    /** A legend of many lines makes the picture higher, and does not take the room of the curves. */
    @Test
    void longNamesAreWrappedAndLeaveRoomForTheLines() throws Exception {
        runs = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            String names = String.join(",", Collections.nCopies(12, "a-rather-long-word-" + i));
            runs.add(RunFolder.write(
                    folder.resolve("run" + i), "Hopper-v5", "sac", 0, "words: [%s]\n".formatted(names), 0, 10, 40));
        }
        Document document = svg(List.of(), 1);

        assertThat(texts(document)).allSatisfy(text -> assertThat(text).hasSizeLessThan(110));
        assertThat(texts(document).stream().filter(text -> text.contains("a-rather-long-word-9")))
                .hasSizeGreaterThan(2);
        double[] blue = lines(document, BLUE, "2.4").getFirst().stream()
                .mapToDouble(corner -> corner[1])
                .toArray();
        assertThat(blue[0] - blue[2])
                .as("from the lowest to the highest return")
                .isGreaterThan(240);
    }

    /** Browsers reject an SVG with a control character. */
    @Test
    void aNameWithControlCharactersMakesASoundPicture() throws Exception {
        Path reference = Files.writeString(
                folder.resolve("reference.yml"),
                "name: \"a\\0b\\e[31m\\uFFFFc\"\nenv: Hopper-v5\nsource: x\npoints: [[1, 2], [3, 4]]\n");

        assertThat(texts(svg(List.of(reference), 1))).contains("a\uFFFDb\uFFFD[31m\uFFFDc");
    }

    private static List<Element> elements(Document document, String name) {
        var list = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < list.getLength(); i++) {
            elements.add((Element) list.item(i));
        }
        return elements;
    }

    private static List<String> texts(Document document) {
        return elements(document, "text").stream().map(Element::getTextContent).toList();
    }

    /** An attribute of an element, or inherited from its ancestors. */
    private static String attribute(Element element, String name) {
        return element.hasAttribute(name) || !(element.getParentNode() instanceof Element parent)
                ? element.getAttribute(name)
                : attribute(parent, name);
    }

    /** The corners of a path: pairs of x and y. */
    private static List<double[]> corners(Element path) {
        return Stream.of(path.getAttribute("d").split("[MLZ]"))
                .map(String::strip)
                .filter(pair -> !pair.isEmpty())
                .map(pair -> Stream.of(pair.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
    }

    /** Lines of a width, without the short ones of the legend. */
    private static List<List<double[]>> lines(Document document, String color, String width) {
        return elements(document, "path").stream()
                .filter(path -> attribute(path, "stroke").equals(color))
                .filter(path -> attribute(path, "stroke-width").equals(width))
                .map(CurvePicturesTest::corners)
                .filter(corners -> corners.size() > 2)
                .toList();
    }

    private static List<Element> bands(Document document) {
        return elements(document, "path").stream()
                .filter(path -> attribute(path, "opacity").equals("0.18"))
                .toList();
    }

    /** Checks that corners are where values at steps 10, 20, ... belong, whatever the scales of the axes. */
    private static void assertShows(List<double[]> corners, double... values) {
        assertThat(corners).hasSize(values.length);
        double[] first = corners.getFirst();
        double[] last = corners.getLast();
        double pixelsPerUnit = (last[1] - first[1]) / (values[values.length - 1] - values[0]);
        assertThat(pixelsPerUnit).as("the axis points upwards").isNegative();
        for (int i = 0; i < values.length; i++) {
            double x = first[0] + i * (last[0] - first[0]) / (values.length - 1);
            assertThat(corners.get(i)[0]).isCloseTo(x, within(0.01));
            assertThat(corners.get(i)[1]).isCloseTo(first[1] + pixelsPerUnit * (values[i] - values[0]), within(0.01));
        }
    }

    @Test
    void theLineIsTheInterquartileMeanAndThinLinesAreTheSeeds() throws Exception {
        Document document = svg(List.of(), 1);

        List<List<double[]>> averages = lines(document, BLUE, "2.4");
        assertThat(averages).hasSize(1);
        assertShows(averages.getFirst(), 10, 10, 50, 80);

        List<List<double[]>> seeds = lines(document, BLUE, "1");
        assertThat(seeds).hasSize(2);
        assertShows(seeds.get(0), 0, 10, 40, 60);
        assertShows(seeds.get(1), 20, 10, 60, 100);
    }

    @Test
    void theBandOfTwoSeedsIsTheirRange() throws Exception {
        List<Element> bands = bands(svg(List.of(), 1));

        assertThat(bands).hasSize(1);
        assertThat(attribute(bands.getFirst(), "fill")).isEqualTo(BLUE);
        // Along one side and back along the other, in any order of the sides.
        List<double[]> corners = corners(bands.getFirst());
        assertThat(corners).hasSize(8);
        assertShows(corners.subList(0, 4), 0, 10, 40, 60);
        assertShows(corners.subList(4, 8).reversed(), 20, 10, 60, 100);
    }

    @Test
    void smoothingDrawsTheMovingMean() throws Exception {
        // Averages of 10, 10, 50, 80 over two evaluations.
        assertShows(lines(svg(List.of(), 2), BLUE, "2.4").getFirst(), 10, 10, 30, 65);
    }

    @Test
    void fourSeedsAreABandAlone() throws Exception {
        runs = new ArrayList<>(runs);
        runs.add(RunFolder.write(folder, "Hopper-v5", "sac", 2, 1, 2, 3));
        runs.add(RunFolder.write(folder, "Hopper-v5", "sac", 3, 4, 5, 600));
        Document document = svg(List.of(), 1);

        assertThat(lines(document, BLUE, "1")).isEmpty();
        // The middle two of 0 20 1 4, 10 10 2 5, 40 60 3 600.
        assertShows(lines(document, BLUE, "2.4").getFirst(), 2.5, 7.5, 50);
        assertThat(texts(document))
                .contains("sac, 4 seeds", "line: interquartile mean over seeds  ·  band: its interval of 95 %");
    }

    @Test
    void theBandOfManySeedsIsNarrowerThanTheirRange() throws Exception {
        runs = new ArrayList<>();
        for (int seed = 0; seed < 8; seed++) {
            runs.add(RunFolder.write(folder, "Hopper-v5", "sac", seed, 0, 80 - 10 * seed, 100));
        }
        // The steps from 0 to 100 give the scale; the seeds are at 10 to 80.
        Interval expected = Objects.requireNonNull(
                Estimate.of(new double[] {80, 70, 60, 50, 40, 30, 20, 10}).interval());

        List<double[]> corners = corners(bands(svg(List.of(), 1)).getFirst());
        assertShows(corners.subList(0, 3), 0, expected.low(), 100);
        assertShows(corners.subList(3, 6).reversed(), 0, expected.high(), 100);
        assertThat(expected.low()).isGreaterThan(10);
        assertThat(expected.high()).isLessThan(80);
    }

    @Test
    void curvesOfOthersAreDashed() throws Exception {
        Path reference = Files.writeString(folder.resolve("theirs.yml"), """
                name: Theirs
                env: Hopper-v5
                source: their page
                points: [[10, 5], [20, 6.5], [30, 8]]
                """);
        Document document = svg(List.of(reference), 1);

        List<Element> dashed = elements(document, "path").stream()
                .filter(path -> attribute(path, "stroke-dasharray").equals("8,5"))
                .filter(path -> corners(path).size() > 2)
                .toList();
        assertThat(dashed).hasSize(1);
        assertShows(corners(dashed.getFirst()), 5, 6.5, 8);
        assertThat(texts(document)).contains("Theirs");
    }

    @Test
    void textIsText() throws Exception {
        Document document = svg(List.of(), 1);

        assertThat(texts(document))
                .contains(
                        "Hopper-v5",
                        "line: interquartile mean over seeds  ·  band: its interval of 95 %  ·  thin: each seed",
                        "sac, 2 seeds",
                        "Environment steps",
                        "Evaluation return");
        assertThat(elements(document, "title"))
                .extracting(Element::getTextContent)
                .contains("Learning curves of Hopper-v5");
        assertThat(document.getDoctype()).as("nothing to fetch").isNull();
    }

    @Test
    void thePngShowsTheCurveOnWhite() throws IOException {
        Report.of(runs, List.of(), List.of(), 1).write(folder);
        BufferedImage image =
                ImageIO.read(folder.resolve("curves-Hopper-v5.png").toFile());

        assertThat(image.getWidth()).isEqualTo(1600);
        assertThat(image.getHeight()).isEqualTo(960);
        assertThat(image.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        int[] pixels = image.getRGB(0, 0, 1600, 960, null, 0, 1600);
        long blue = Arrays.stream(pixels)
                .filter(pixel -> (pixel & 0xFFFFFF) == 0x0072B2)
                .count();
        // The line crosses about a thousand columns and is nearly five pixels wide.
        assertThat(blue).isBetween(2_000L, 20_000L);
    }
}
