package dev.espalier.run;

import static dev.espalier.run.TestRuns.finish;
import static dev.espalier.run.TestRuns.interrupted;
import static dev.espalier.run.TestRuns.straight;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.store.Checkpoint;
import dev.espalier.store.CheckpointStore;
import dev.espalier.store.SafetensorsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which agent of a run that prunes is in {@code best/}: agents with gates are not the ones to deploy. */
class BestAgentTest {

    private static final long ROUNDING = 240;

    /** More than any evaluation can return. */
    private static final double UNBEATABLE = 1e9;

    @TempDir
    private Path folder;

    private static String[] settings() {
        List<String> settings = new ArrayList<>(List.of(TestRuns.PRUNING));
        settings.add("evaluation.every=20");
        return settings.toArray(String[]::new);
    }

    private static JsonNode score(Path run) throws IOException {
        return new ObjectMapper().readTree(Files.readString(run.resolve("best/score.json")));
    }

    /** {@code best/} has the first of the best evaluations in a range of steps. */
    private static void assertBest(Path run, long from, long to) throws IOException {
        long step = -1;
        double best = Double.NEGATIVE_INFINITY;
        List<String> rows = Files.readAllLines(run.resolve("evaluations.csv"));
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",", -1);
            long evaluated = Long.parseLong(cells[0]);
            double mean = Double.parseDouble(cells[1]);
            if (evaluated >= from && evaluated <= to && mean > best) {
                step = evaluated;
                best = mean;
            }
        }
        assertThat(score(run).get("step").longValue()).isEqualTo(step);
        assertThat(score(run).get("mean_return").doubleValue()).isEqualTo(best);
        assertThat(score(run).get("has_gates").booleanValue()).isEqualTo(to < ROUNDING);
        boolean gates = SafetensorsReader.read(run.resolve("best/agent.safetensors")).arrays().keySet().stream()
                .anyMatch(name -> name.startsWith("gates."));
        assertThat(gates).isEqualTo(to < ROUNDING);
    }

    /** Changes the state of an interrupted run so that its best evaluation has this score. */
    private static void pretend(Path run, double bestScore) {
        var store = new CheckpointStore(run.resolve("checkpoints"), 2);
        Checkpoint checkpoint = store.latest(_ -> {});
        ObjectNode state = checkpoint.state();
        assertThat(state.get("best_score").isTextual()).isTrue();
        state.put("best_score", Double.toString(bestScore));
        store.save(new Checkpoint(checkpoint.step(), checkpoint.tensors(), state, checkpoint.elapsedSeconds()));
    }

    @Test
    void ofAFinishedRunItIsTheBestWithoutGates() throws IOException {
        assertBest(straight(folder.resolve("run"), settings()), ROUNDING, 300);
    }

    @Test
    void untilRoundingItIsTheBestSoFar() throws IOException {
        assertBest(interrupted(folder.resolve("run"), ROUNDING - 1, settings()), 0, ROUNDING - 1);
    }

    @Test
    void theFirstWithoutGatesTakesThePlaceOfABetterOneThatHadThem() throws IOException {
        Path run = interrupted(folder.resolve("run"), ROUNDING - 1, settings());
        pretend(run, UNBEATABLE);

        finish(run);

        assertBest(run, ROUNDING, 300);
    }

    /** The first evaluation after resuming is not the first without gates. */
    @Test
    void resumingAfterRoundingDoesNotGoBack() throws IOException {
        Path run = interrupted(folder.resolve("run"), 250, settings());
        assertBest(run, ROUNDING, 250);
        pretend(run, UNBEATABLE);

        finish(run);

        assertBest(run, ROUNDING, 250);
    }

    @Test
    void resumingAfterRoundingABetterOneStillTakesItsPlace() throws IOException {
        Path run = interrupted(folder.resolve("run"), 250, settings());
        pretend(run, -UNBEATABLE);

        finish(run);

        assertBest(run, 251, 300);
    }
}
