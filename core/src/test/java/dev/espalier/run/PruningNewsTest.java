package dev.espalier.run;

import static dev.espalier.run.TestRuns.PRUNING;
import static dev.espalier.run.TestRuns.finish;
import static dev.espalier.run.TestRuns.interrupted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.store.ArrayData;
import dev.espalier.store.CheckpointStore;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run reports about its gates: the distribution of theta, and units that must stay. */
class PruningNewsTest {

    private static final List<String> NETWORKS = List.of("ofe", "policy", "value", "q1", "q2");

    @TempDir
    private Path folder;

    private static Map<String, ArrayData> agent(Path run) {
        return Objects.requireNonNull(new CheckpointStore(run.resolve("checkpoints"), 2)
                .latest(_ -> {})
                .tensors()
                .get("agent"));
    }

    private static double[] theta(Path run, String network) {
        float[] theta = Objects.requireNonNull(agent(run).get("gates." + network + ".theta"))
                .bytes()
                .toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        double[] doubles = new double[theta.length];
        for (int i = 0; i < theta.length; i++) {
            doubles[i] = theta[i];
        }
        return doubles;
    }

    /** A row every 20 steps; at step 240 theta is rounded, and there are no more histograms. */
    @Test
    void tensorBoardShowsHowThetaIsSpreadAsLongAsThereIsAny() throws IOException {
        Path run = interrupted(folder.resolve("run"), 160, PRUNING);
        for (String network : NETWORKS) {
            Histograms.Point last = Histograms.of(run).stream()
                    .filter(point -> point.tag().equals("prune/theta/" + network))
                    .toList()
                    .getLast();
            double[] theta = theta(run, network);
            assertThat(last.step()).isEqualTo(160);
            assertThat(last.count()).as(network).isEqualTo(theta.length);
            assertThat(last.sum()).as(network).isCloseTo(Arrays.stream(theta).sum(), within(1e-9));
        }

        finish(run);

        List<Histograms.Point> points = Histograms.of(run);
        assertThat(points).hasSize(NETWORKS.size() * 11);
        for (String network : NETWORKS) {
            assertThat(points)
                    .filteredOn(point -> point.tag().equals("prune/theta/" + network))
                    .extracting(Histograms.Point::step)
                    .containsExactly(20L, 40L, 60L, 80L, 100L, 120L, 140L, 160L, 180L, 200L, 220L);
        }
    }

    /** Under such pressure no unit is worth its cost, so every layer of a perceptron ends with its last unit. */
    @Test
    void everyUnitThatMustStayIsToldOfAndRecorded() throws IOException {
        Path run = folder.resolve("run");
        List<String> settings = new ArrayList<>(List.of(PRUNING));
        settings.add("prune.nu={ofe: 1, policy: 1000, critic: 1000}");
        var heard = new TestRuns.Heard();
        TrainingRun.start(TestRuns.config(settings.toArray(String[]::new)), run, heard, heard.reached(120));

        List<String> layers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("prune_events.jsonl"))) {
            JsonNode event = new ObjectMapper().readTree(line);
            String layer =
                    event.get("network").textValue() + "/" + event.get("layer").intValue();
            assertThat(layers).as("nothing more happens to a last unit").doesNotContain(layer);
            if (event.get("event").textValue().equals("kept")) {
                assertThat(event.get("units")).hasSize(1);
                assertThat(event.get("units_left").intValue()).isOne();
                layers.add(layer);
                expected.add(String.format(
                        Locale.ROOT,
                        "step %d: unit %d is the last of %s and stays: without it nothing would get through",
                        event.get("step").longValue(),
                        event.get("units").get(0).intValue(),
                        layer));
            }
        }
        assertThat(layers)
                .containsExactlyInAnyOrder(
                        "policy/0", "policy/1", "value/0", "value/1", "q1/0", "q1/1", "q2/0", "q2/1");
        assertThat(heard.messages).containsExactlyElementsOf(expected);
        assertThat(agent(run).keySet())
                .as("two last units, open for good: there is nothing left to draw")
                .noneMatch(name -> name.startsWith("gates.policy"));
    }
}
