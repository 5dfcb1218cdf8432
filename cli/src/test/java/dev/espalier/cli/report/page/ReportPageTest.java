package dev.espalier.cli.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.report.Report;
import dev.espalier.cli.report.runs.RunFolder;
import dev.espalier.cli.report.runs.SizedFolder;
import dev.espalier.cli.report.xray.PrunedFolder;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The page's text and tables; its look in a browser is tested elsewhere. */
class ReportPageTest {

    @TempDir
    Path folder;

    private Document page(Path... runs) throws Exception {
        return page(List.of(), runs);
    }

    private Document page(List<Path> points, Path... runs) throws Exception {
        Report.of(List.of(runs), List.of(), points, 1).write(folder.resolve("out"));
        String text = Files.readString(folder.resolve("out/report.html"));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static List<Element> elements(Document page, String name) {
        var found = page.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    /** The cells of the body rows of the table whose caption starts so, with plain spaces. */
    private static List<List<String>> table(Document page, String caption) {
        Element table = elements(page, "table").stream()
                .filter(candidate -> candidate.getTextContent().startsWith(caption))
                .findFirst()
                .orElseThrow();
        var body = (Element) table.getElementsByTagName("tbody").item(0);
        var rows = body.getElementsByTagName("tr");
        List<List<String>> cells = new ArrayList<>();
        for (int i = 0; i < rows.getLength(); i++) {
            var row = rows.item(i).getChildNodes();
            cells.add(IntStream.range(0, row.getLength())
                    .mapToObj(j -> row.item(j).getTextContent().strip().replace('\u00A0', ' '))
                    .filter(text -> !text.isEmpty())
                    .toList());
        }
        return cells;
    }

    /** By hand: of 12 and 20, the best of the last two evaluations, and of 11 and 17, their means. */
    @Test
    void scoresStandBesideThePapersAndSayWhetherTheyCompare() throws Exception {
        Document page = page(
                RunFolder.write(folder, "Hopper-v5", "sac", 0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 10),
                RunFolder.write(folder, "Hopper-v5", "sac", 1, 0, 0, 0, 0, 0, 0, 0, 100, 14, 20),
                RunFolder.write(folder, "Hopper-v5", "td3", 0, 1, 2));

        assertThat(table(page, "Scores on Hopper-v5 beside the paper's on Hopper-v2"))
                .containsExactly(
                        List.of(
                                "sac",
                                "2",
                                "100",
                                "16.012.0 to 20.0",
                                "–",
                                "14.011.0 to 17.0",
                                "–",
                                "–",
                                "3 197",
                                "51 %",
                                "43 %",
                                "not comparable: v5 rules; 100 of 1 000 000 steps; other settings than the preset's"),
                        List.of(
                                "td3",
                                "1",
                                "20 of 100",
                                "2.0one seed",
                                "–",
                                "2.0one seed",
                                "–",
                                "–",
                                "–",
                                "–",
                                "–",
                                "not in the paper"));
        assertThat(page.getDocumentElement().getTextContent())
                .contains("One seed each, so no interval exists and no difference in score is established: td3.")
                .contains("Not at their end: 1 of 3 runs.")
                .contains("Short runs: from 20 to 100 steps, where a full one has 1 000 000."
                        .replace("1 000 000", "1\u00A0000\u00A0000"));
    }

    /** Table 4's example: on HalfCheetah, ofe deploys 173 324 parameters and trains 826 535, whatever the steps. */
    @Test
    void sizesOfWhatIsNotPrunedCompareAfterAnyNumberOfSteps() throws Exception {
        String settings = """
                sac:
                  hidden: [256, 256]
                ofe:
                  units: 32
                  layers: null
                  diagonals: false
                """;
        Document page = page(
                RunFolder.write(folder, "HalfCheetah-v5", "ofe", 0, settings, 1, 2),
                RunFolder.write(folder, "HalfCheetah-v5", "ofe", 1, settings.replace("32", "64"), 1, 2));

        List<List<String>> rows = table(page, "Parameters on HalfCheetah-v5 in thousands");
        assertThat(rows.getFirst()).containsExactly("ofe (ofe.units=32)", "173", "827", "174", "821", "comparable");
        assertThat(rows.getLast().getLast()).isEqualTo("not comparable: other settings than the preset's");
        assertThat(table(page, "Runs of this report").getLast().getLast())
                .isEqualTo("evaluation.episodes=2 (preset: 10), ofe.units=64 (preset: 32)");
        assertThat(table(page, "Scores on HalfCheetah-v5").getFirst().getLast())
                .isEqualTo("not comparable: v5 rules; 20 of 3 000 000 steps; other settings than the preset's");
    }

    @Test
    void aLongerRunThanThePapersIsNotComparable() throws Exception {
        Path run = RunFolder.write(folder, "Hopper-v2", "sac", 0, 1);
        Files.writeString(run.resolve("evaluations.csv"), "step,mean_return\n1000001,5\n");
        Document page = page(run);

        assertThat(table(page, "Scores on Hopper-v2").getFirst().getLast())
                .startsWith("not comparable: 1 000 001 steps, more than the paper's 1 000 000; other settings");
        assertThat(page.getDocumentElement().getTextContent())
                .contains("Long runs: up to 1\u00A0000\u00A0001 steps, where the paper's have 1\u00A0000\u00A0000.");
    }

    @Test
    void aTaskThatThePaperLacksHasNoColumnsOfIt() throws Exception {
        Document page = page(RunFolder.write(folder, "Reacher-v5", "sac", 0, -5, -4));

        assertThat(table(page, "Scores on Reacher-v5").getFirst()).hasSize(8);
        assertThat(page.getDocumentElement().getTextContent()).contains("The paper has no such task");
    }

    @Test
    void scoresStandAgainstSizesWithThoseOfOthers() throws Exception {
        String gates = "prune:\n  gates: true\n";
        Path points = Files.writeString(folder.resolve("points.yml"), """
                {source: their page, points: [{task: Hopper, label: ARS, deployed: 33, score: 3344}]}
                """);
        Document page = page(
                List.of(points),
                SizedFolder.write(folder, "prune-b", 0, gates, 2, 9, 9, 9, 9, 9, 9, 9, 9, 2, 4),
                SizedFolder.write(folder, "prune-b", 1, gates, 1, 9, 9, 9, 9, 9, 9, 9, 9, 1, 9),
                SizedFolder.write(folder, "prune-c", 0, gates, 1, 5));

        assertThat(table(page, "Scores on Hopper-v5 by deployed parameters"))
                .containsExactly(
                        List.of("theta", "prune-b", "0, 1", "71", "4.0", "3.0 to 5.0"),
                        List.of("ARS", "published for Hopper: their page", "–", "33", "3 344", "–"));
        assertThat(page.getDocumentElement().getTextContent())
                .contains(
                        "Hollow markers were published by others, after other lengths of training and on other versions")
                .contains(
                        "Left out of this figure:",
                        "Hopper-v5-prune-c-seed0: not at its end: evaluated up to step 10 of 100");
    }

    @Test
    void whatCannotBeDrawnAgainstSizesIsSaid() throws Exception {
        assertThat(page(RunFolder.write(folder, "Hopper-v5", "sac", 0, 1, 2))
                        .getDocumentElement()
                        .getTextContent())
                .contains("Not drawn: no run of this task is at its end and of known size.")
                .contains("Hopper-v5-sac-seed0: not at its end: evaluated up to step 20 of 100")
                .doesNotContain("Hollow markers");
    }

    @Test
    void headingsDescendStepByStep() throws Exception {
        Document page = page(PrunedFolder.complete(folder, 0), RunFolder.write(folder, "Ant-v5", "sac", 0, 1, 2));
        List<Integer> levels = new ArrayList<>();
        var all = page.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            String name = all.item(i).getNodeName();
            if (name.matches("h[1-6]")) {
                levels.add(name.charAt(1) - '0');
            }
        }

        assertThat(levels).startsWith(1, 2, 3).contains(4);
        for (int i = 1; i < levels.size(); i++) {
            assertThat(levels.get(i)).isBetween(2, levels.get(i - 1) + 1);
        }
        assertThat(levels.stream().filter(level -> level == 1)).hasSize(1);
    }

    @Test
    void everyFigureHasANameAndWords() throws Exception {
        Document page = page(PrunedFolder.complete(folder, 0), RunFolder.write(folder, "Ant-v5", "sac", 0, 1, 2));

        List<Element> figures = elements(page, "svg");
        assertThat(figures).hasSize(10);
        for (Element figure : figures) {
            assertThat(figure.getAttribute("role")).isEqualTo("img");
            assertThat(figure.getElementsByTagName("title").item(0).getTextContent())
                    .isNotBlank();
            assertThat(figure.getElementsByTagName("desc").item(0).getTextContent())
                    .endsWith(".");
            assertThat(figure.getElementsByTagName("text").getLength()).isGreaterThan(3);
        }
        assertThat(elements(page, "figure"))
                .hasSize(10)
                .allMatch(figure -> figure.getTextContent().contains(".svg, "));
        var ids = elements(page, "*").stream()
                .map(element -> element.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    /** Its policy allows nothing, and it contains nothing that the policy would block. */
    @Test
    void thePageAsksForNothing() throws Exception {
        Document page = page(PrunedFolder.complete(folder, 0));

        assertThat(elements(page, "meta"))
                .filteredOn(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
                .singleElement()
                .satisfies(meta -> assertThat(meta.getAttribute("content")).startsWith("default-src 'none';"));
        for (Element element : elements(page, "*")) {
            for (String name : List.of("src", "href", "xlink:href", "action", "style", "onclick")) {
                String value = element.getAttribute(name);
                assertThat(value.isEmpty() || value.startsWith("#") || name.equals("style"))
                        .as("%s of %s: %s", name, element.getNodeName(), value)
                        .isTrue();
            }
        }
        assertThat(elements(page, "script")).isEmpty();
        assertThat(elements(page, "link")).isEmpty();
    }

    @Test
    void twoRunsOfOneNameHaveFiguresOfTheirOwn() throws Exception {
        Path first = PrunedFolder.complete(folder.resolve("a"), 0);
        Path second = PrunedFolder.complete(folder.resolve("b"), 1);
        Path renamed = Files.move(second, second.resolveSibling(first.getFileName()));

        page(first, renamed);

        assertThat(folder.resolve("out/xray-Hopper-v5-prune-b-seed0-units.svg")).exists();
        assertThat(folder.resolve("out/xray-Hopper-v5-prune-b-seed0-2-units.svg"))
                .exists();
    }
}
