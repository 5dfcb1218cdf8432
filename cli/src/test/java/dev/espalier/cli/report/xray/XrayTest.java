package dev.espalier.cli.report.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.report.figure.Drawing;
import dev.espalier.cli.report.figure.Figure;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.xray.ThetaCurves.Moment;
import dev.espalier.prune.UnitLayer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of a pruned run, and messages about missing records. */
class XrayTest {

    private static final UnitLayer PHI = new UnitLayer("phi_o", 0);

    @TempDir
    Path parent;

    private static PrunedRun read(Path folder) {
        return PrunedRun.read(RecordedRun.read(folder)).orElseThrow();
    }

    @Test
    void allThatWasRecordedIsDrawn() throws IOException {
        Xray xray = Xray.of(read(PrunedFolder.complete(parent, 0)), "run");

        assertThat(xray.missing()).isEmpty();
        assertThat(xray.figures())
                .extracting(Figure::name)
                .containsExactly(
                        "xray-run-units", "xray-run-theta", "xray-run-inputs", "xray-run-cost", "xray-run-fallen");
        assertThat(xray.figures())
                .extracting(Figure::words)
                .satisfiesExactly(
                        units -> assertThat(units).contains("phi_o/0 2 of 3,", "policy/1 1 of 2,"),
                        theta -> assertThat(theta)
                                .startsWith("At step 70, until gates were rounded: phi_o/0 2 units, theta sums to 1.1;")
                                .contains("policy/1 2 units, theta sums to 1.0"),
                        inputs -> assertThat(inputs)
                                .isEqualTo("9 of 11 entries of the observation are still read. Not read: 1, 8."),
                        cost -> assertThat(cost)
                                .contains("policy: actual 112 at step 50, 95 at step 100, expected 57 at step 50,"),
                        fallen -> assertThat(fallen)
                                .isEqualTo("2 units were removed; 1 of them cost more than they gave when they fell."
                                        + " By network: phi_o 1, phi_oa 0, policy 1, value 0, q1 0, q2 0."));
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        Path folder = PrunedFolder.write(parent, 0);
        Files.delete(folder.resolve("progress.csv"));

        Xray xray = Xray.of(read(folder), "run");

        assertThat(xray.figures()).extracting(Figure::name).containsExactly("xray-run-units");
        assertThat(xray.missing()).hasSize(4).allMatch(line -> line.contains("not recorded"));
    }

    @Test
    void survivorsStandAtTheirPlaces() throws IOException {
        Path folder = PrunedFolder.complete(parent, 0);
        assertThat(new Survivors(read(folder)).survivors(PHI).stream()).containsExactly(0, 2);

        Files.delete(folder.resolve("prune_events.jsonl"));
        assertThat(new Survivors(read(folder)).survivors(PHI).stream())
                .as("without events, first")
                .containsExactly(0, 1);
    }

    @Test
    void theHeadingOfSurvivorsSaysWhereTheyStand() throws IOException {
        Path folder = PrunedFolder.complete(parent, 0);
        assertThat(svg(new Survivors(read(folder)))).contains("each unit at its place");

        Path events = folder.resolve("prune_events.jsonl");
        String first = Files.readString(events).lines().findFirst().orElseThrow();
        Files.writeString(events, first + "\n");
        assertThat(svg(new Survivors(read(folder))))
                .as("an event is lost")
                .contains("survivors stand first where the events do not say")
                .doesNotContain("each unit at its place");

        Files.delete(events);
        assertThat(svg(new Survivors(read(folder)))).contains("which ones was not recorded");
    }

    @Test
    void wordsSayWhereThetaEnds() throws IOException {
        PrunedRun run = read(PrunedFolder.complete(parent, 0));
        assertThat(svg(new CostLines(CostHistory.of(run)))).contains("with its theta, until gates were rounded");
        assertThat(Xray.of(run, "run").figures().get(1).svg()).contains("to step 70, until gates were rounded");
    }

    private static String svg(Drawing drawing) {
        return Figure.of("name", "Title", drawing).svg();
    }

    /** For a long run, theta of all units needs much more memory than the figures. */
    @Test
    void whatWasDrawnDoesNotHoldWhatItWasDrawnFrom() throws IOException {
        List<WeakReference<ThetaCurves>> histories = new ArrayList<>();
        Xray xray = drawn(histories);

        for (int i = 0; i < 50 && histories.getFirst().get() != null; i++) {
            System.gc();
        }
        assertThat(histories.getFirst().get()).isNull();
        assertThat(xray.unitsAtStart()).isEqualTo(36);
        assertThat(xray.unitsLeft()).isEqualTo(34);
    }

    private Xray drawn(List<WeakReference<ThetaCurves>> histories) throws IOException {
        PrunedRun run = read(PrunedFolder.complete(parent, 0));
        histories.add(new WeakReference<>(run.theta()));
        return Xray.of(run, "run");
    }

    /** Of five units, 3 and 1 are left with theta 0.9 and 0.4; 0 was removed after 2, and 4 was never recorded. */
    @Test
    void survivorsComeFirstAndTheLastToGoNext() {
        var history = new ThetaCurves(List.of(
                moment(10, Map.of(0, 0.5, 1, 0.5, 2, 0.5, 3, 0.5)),
                moment(20, Map.of(0, 0.1, 1, 0.5, 3, 0.5)),
                moment(30, Map.of(1, 0.4, 3, 0.9))));
        var layers = new LinkedHashMap<>(Map.of(PHI, 5));

        assertThat(new ThetaMap(layers, history, false).ordered(PHI)).containsExactly(3, 1, 0, 2, 4);
    }

    private static Moment moment(long step, Map<Integer, Double> theta) {
        return new Moment(step, new LinkedHashMap<>(Map.of(PHI, UnitTheta.of(theta))));
    }

    @Test
    void samplesKeepBothEnds() {
        List<Integer> all = IntStream.range(0, 101).boxed().toList();
        assertThat(Samples.evenly(all, 5)).containsExactly(0, 25, 50, 75, 100);
        assertThat(Samples.evenly(all.subList(0, 3), 5)).containsExactly(0, 1, 2);
    }
}
