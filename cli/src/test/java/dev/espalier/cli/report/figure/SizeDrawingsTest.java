package dev.espalier.cli.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.report.runs.PlannedNetworks;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.RunFolder;
import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.xray.PrunedFolder;
import dev.espalier.prune.UnitLayer;
import dev.espalier.run.files.StructureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of Fig. 4 and Fig. 5, against Table 4's example and numbers computed by hand. */
class SizeDrawingsTest {

    @TempDir
    Path parent;

    private static TaskResults task(Path... runs) {
        return TaskResults.of(Stream.of(runs).map(RecordedRun::read).toList(), List.of(), List.of())
                .getFirst();
    }

    /** Runs of sac have no structure.json in some results; their sizes follow from their settings. */
    @Test
    void eachNetworkIsComparedWithItsCounterpart() throws IOException {
        Path ofe = RunFolder.write(parent, "HalfCheetah-v2", "ofe", 0, 1);
        StructureFile.write(
                ofe.resolve("structure.json"),
                "HalfCheetah-v2",
                "sac",
                10,
                PlannedNetworks.ofPreset("HalfCheetah-v2", "sac", "ofe").orElseThrow());
        Path sac = RunFolder.write(parent, "HalfCheetah-v2", "sac", 0, "sac:\n  hidden: [256, 256]\n", 1);

        String words = SizeDrawings.tiles(task(ofe, sac)).orElseThrow().words();

        // The task description derives ofe: policy 139 020 and value 136 193 parameters; ofe-big was counted by hand.
        long bigPolicy = 1041 * 512 + 512 + 512 * 512 + 512 + 512 * 12 + 12;
        assertThat(words)
                .contains(
                        "ofe: phi_o 34.3k, 100 %,",
                        String.format(Locale.ROOT, "policy 139k, 100 %%, %.0f %%", 13_902_000.0 / bigPolicy));
        // sac's policy by hand: 17 * 256 + 256, 256 * 256 + 256, 256 * 12 + 12 = 73 484 parameters, 52.86 % of 139 020.
        assertThat(words).contains("sac: phi_o none; phi_oa none; policy 73.5k, 53 %,");
        assertThat(words).contains("ofe-big (preset, no run): phi_o");
    }

    /** TD3 has no value network and fewer policy outputs: each agent is compared with its own ofe. */
    @Test
    void everyAgentIsComparedWithItsOwnPresets() throws IOException {
        Path sac = RunFolder.write(parent, "Hopper-v5", "sac", 0, "sac:\n  hidden: [256, 256]\n", 1);
        Path td3 = RunFolder.write(parent.resolve("td3"), "Hopper-v5", "plain", 0, "td3:\n  hidden: [256, 256]\n", 1);
        Path config = td3.resolve("config.yml");
        Files.writeString(config, Files.readString(config).replace("agent: sac", "agent: td3"));

        TaskResults both = task(sac, td3);
        String words = SizeDrawings.tiles(both).orElseThrow().words();

        assertThat(both.groups()).extracting(SeedGroup::label).containsExactly("sac", "td3");
        // By hand: sac's policy 11 * 256 + 256, 256 * 256 + 256, 256 * 6 + 6; td3's 256 * 3 + 3 at its end.
        assertThat(words).contains("sac: phi_o none; phi_oa none; policy 70.4k,");
        assertThat(words)
                .contains("td3: phi_o none; phi_oa none; policy 69.6k,")
                .containsPattern("td3:.*value none");
        assertThat(words).contains("ofe (preset, no run): phi_o", "td3-ofe (preset, no run): phi_o");
    }

    @Test
    void unknownSizesAreNotDrawn() throws IOException {
        TaskResults task = task(RunFolder.write(parent, "Hopper-v5", "sac", 0, 1));
        assertThat(SizeDrawings.tiles(task)).isEmpty();
        assertThat(SizeDrawings.bars(task)).isEmpty();
        assertThat(SizeDrawings.tiles(task(RunFolder.write(parent, "Other-v9", "sac", 0, "sac:\n  hidden: [8]\n", 1))))
                .isEmpty();
    }

    @Test
    void theBarsAreTheUnitsLeftAndTheirSum() throws IOException {
        Path first = PrunedFolder.write(parent, 0);
        Path second = PrunedFolder.write(parent, 1);
        var start = PlannedNetworks.atStart(RecordedRun.read(second)).orElseThrow();
        StructureFile.write(
                second.resolve("structure.json"),
                "Hopper-v5",
                "sac",
                100,
                start.with(
                        start.structure().with(Map.of(new UnitLayer("phi_o", 0), 1, new UnitLayer("phi_oa", 1), 0))));
        Drawing bars = SizeDrawings.bars(task(first, second)).orElseThrow();

        // phi_o/0 has 2 and 1 units, the rest of phi_o 3; phi_oa/1 has 3 and none.
        assertThat(bars.words())
                .contains("phi_o has 1.5, 3 units in its layers, 4.5 in all, of 768;")
                .contains("phi_oa has 3, 1.5, 4.5 in all, of 768.");
        String svg = Figure.of("units", "Units", bars).svg();
        assertThat(texts(svg))
                .contains("1.5", "3", "phi_o, 6 layers: 4.5 of 768 units", "phi_oa, 6 layers: 4.5 of 768 units");
    }

    @Test
    void idsDoNotClashInOnePage() throws IOException {
        Drawing bars = SizeDrawings.bars(task(PrunedFolder.write(parent, 0))).orElseThrow();
        Figure figure = Figure.of("units-of-it", "Units & more", bars);

        assertThat(Pattern.compile(" id=\"([^\"]*)\"")
                        .matcher(figure.svg())
                        .results()
                        .map(match -> match.group(1)))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("units-of-it-"));
        assertThat(figure.svg())
                .contains("role=\"img\"", "aria-labelledby=\"units-of-it-title\"", ">Units &amp; more</title>")
                .contains("aria-describedby=\"units-of-it-words\"");
        assertThat(figure.png()).startsWith(0x89, 'P', 'N', 'G');
    }

    /** Groups of one preset often differ only in the last of many settings. */
    @Test
    void longLabelsAreWrittenOut() {
        String start = "prune-b (ofe.units=32, prune.kappa=3.0, prune.theta_learning_rate_of_the_agent=0.001, ";
        List<String> labels = List.of(start + "prune.warmup_end=0.1)", start + "prune.warmup_end=0.25)");
        var halves = new UnitBars.Halves(List.of(4.0), List.of(4.0));
        Drawing tiles = new SizeTiles(
                "Hopper-v5",
                List.of("policy"),
                labels.stream()
                        .map(label ->
                                new SizeTiles.Row(label, Map.of("policy", 5.0), Map.of("ofe", Map.of("policy", 10L))))
                        .toList(),
                List.of("ofe"));
        Drawing bars = new UnitBars(
                "Hopper-v5",
                halves,
                labels.stream().map(label -> new UnitBars.Row(label, halves)).toList());

        for (Drawing drawing : List.of(tiles, bars)) {
            String svg = Figure.of("name", "Title", drawing).svg();
            String together = String.join("", texts(svg)).replace(" ", "");
            assertThat(together)
                    .contains(labels.get(0).replace(" ", ""), labels.get(1).replace(" ", ""));
        }
        assertThat(tiles.height()).as("five lines a row").isEqualTo(108 + 2 * (5 * 15 + 10) + 20);
        assertThat(Canvas.wrapped("one two three fourteen", 7)).containsExactly("one two", "three", "fourtee", "n");
    }

    private static List<String> texts(String svg) {
        return Pattern.compile("<text[^>]*>([^<]*)</text>")
                .matcher(svg)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
