package dev.espalier.run;

import static dev.espalier.run.TestRuns.PRUNING;
import static dev.espalier.run.TestRuns.assertSameRun;
import static dev.espalier.run.TestRuns.config;
import static dev.espalier.run.TestRuns.digest;
import static dev.espalier.run.TestRuns.finish;
import static dev.espalier.run.TestRuns.interrupted;
import static dev.espalier.run.TestRuns.straight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.env.Environments;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.Policies;
import dev.espalier.run.loop.RunListener;
import dev.espalier.run.loop.Trainer;
import dev.espalier.run.loop.Workshop;
import dev.espalier.store.StoreException;
import dev.espalier.tensor.RandomStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose networks shrink, interrupted in every phase, ends bit for bit as if it had never stopped. */
class ResumePrunedRunTest {

    private static final long ROUNDING = 240;

    @TempDir
    private static Path shared;

    private static Path straight;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainStraightThrough() {
        straight = straight(shared.resolve("straight"), PRUNING);
    }

    /** If units were only multiplied by 0, theta would differ. */
    @Test
    void theRunLeavesUnitsOut() {
        List<String> settings = new ArrayList<>(List.of(PRUNING));
        settings.add("prune.leave_out.from_weights=1000000");

        Path multiplied = straight(folder.resolve("multiplied"), settings.toArray(String[]::new));

        assertThat(digest(multiplied)).isNotEqualTo(digest(straight));
    }

    private static List<JsonNode> events(Path run) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("prune_events.jsonl"))) {
            events.add(new ObjectMapper().readTree(line));
        }
        return events;
    }

    private static List<Long> steps(Path run) throws IOException {
        return events(run).stream()
                .map(event -> event.get("step").longValue())
                .distinct()
                .toList();
    }

    /** As the other tests need, units of all kinds of networks are removed one by one, and at the rounding. */
    @Test
    void theRunPrunes() throws IOException {
        assertThat(steps(straight)).hasSizeGreaterThan(4).contains(ROUNDING);
        assertThat(steps(straight).getFirst()).isBetween(61L, ROUNDING - 20);
        assertThat(events(straight))
                .extracting(event -> event.get("network").textValue())
                .contains("phi_o", "phi_oa", "policy", "q1");
        JsonNode structure = new ObjectMapper().readTree(Files.readString(straight.resolve("structure.json")));
        assertThat(structure.get("trained").longValue())
                .isEqualTo(events(straight).getLast().get("trained").longValue());
    }

    /** Each event says what is left; remaining and removed units add up to the initial layer. */
    @Test
    void theEventsAddUpToTheStructure() throws IOException {
        Map<String, Integer> left = new TreeMap<>();
        for (JsonNode event : events(straight)) {
            String layer =
                    event.get("network").textValue() + "/" + event.get("layer").intValue();
            int before = left.getOrDefault(layer, layer.startsWith("phi") ? 8 : 16);
            if (event.get("event").textValue().equals("removed")) {
                assertThat(event.get("units_left").intValue())
                        .as("%s at %s", layer, event)
                        .isEqualTo(before - event.get("units").size());
                left.put(layer, event.get("units_left").intValue());
            } else if (event.get("event").textValue().equals("opened")) {
                assertThat(event.get("step").longValue())
                        .as("opened by rounding")
                        .isEqualTo(ROUNDING);
                assertThat(event.get("units_left").intValue()).isEqualTo(before);
            } else {
                assertThat(before).as("only the last unit is kept: %s", event).isOne();
            }
            assertThat(event.get("theta")).hasSameSizeAs(event.get("units"));
            assertThat(event.get("usefulness")).hasSameSizeAs(event.get("units"));
        }
        JsonNode networks = new ObjectMapper()
                .readTree(Files.readString(straight.resolve("structure.json")))
                .get("networks");
        left.forEach((layer, units) -> {
            String[] words = layer.split("/", -1);
            assertThat(networks.get(words[0])
                            .get("hidden")
                            .get(Integer.parseInt(words[1]))
                            .intValue())
                    .as(layer)
                    .isEqualTo(units);
        });
    }

    /** Random steps, the start of pre-training, constant theta, between prunings, and after the rounding. */
    @ParameterizedTest
    @ValueSource(longs = {20, 50, 55, 150, 239, ROUNDING, 280})
    void interruptedAtAnyStepItEndsTheSame(long step) throws IOException {
        Path resumed = interrupted(folder.resolve("resumed"), step, PRUNING);
        assertThat(digest(resumed)).isNotEqualTo(digest(straight));

        assertThat(finish(resumed)).contains("continuing at step " + step);
        assertSameRun(resumed, straight);
    }

    /** Its policy and targets, which are updated at every third update, and the counter. */
    @ParameterizedTest
    @ValueSource(longs = {55, 150, 239, 280})
    void soDoesTd3(long step) throws IOException {
        assertEndsTheSame(step, TestRuns.both(TestRuns.TD3, PRUNING));
    }

    /** Within rollouts and at the end of one; the normaliser is part of the state. */
    @ParameterizedTest
    @ValueSource(longs = {15, 150, 160, 239, 280})
    void soDoesPpo(long step) throws IOException {
        assertEndsTheSame(
                step, TestRuns.both(TestRuns.both(TestRuns.PPO, PRUNING), "random_steps=0", "ofe.pretrain_updates=0"));
    }

    private void assertEndsTheSame(long step, String... settings) throws IOException {
        Path expected = straight(folder.resolve("straight"), settings);
        Path resumed = interrupted(folder.resolve("resumed"), step, settings);

        finish(resumed);

        assertThat(steps(expected)).hasSizeGreaterThan(3).contains(ROUNDING);
        assertSameRun(resumed, expected);
    }

    /** Just before units are removed, at the same step, and after it. */
    @Test
    void interruptedAroundAPruningItEndsTheSame() throws IOException {
        long pruning = steps(straight).getFirst();
        for (long step = pruning - 1; step <= pruning + 1; step++) {
            Path resumed = interrupted(folder.resolve("resumed at " + step), step, PRUNING);

            finish(resumed);
            assertSameRun(resumed, straight);
        }
    }

    @Test
    void interruptedInPreTrainingItEndsTheSame() throws IOException {
        Path resumed = folder.resolve("resumed");
        var heard = new TestRuns.Heard();
        assertThat(TrainingRun.start(config(PRUNING), resumed, heard, heard.remarked("pre-training 17 of 30"))
                        .outcome())
                .isEqualTo(TrainingRun.Outcome.INTERRUPTED);
        assertThat(heard.step()).isEqualTo(50);

        assertThat(finish(resumed)).contains("continuing at step 50");
        assertSameRun(resumed, straight);
    }

    @Test
    void interruptedAgainAndAgainItEndsTheSame() throws IOException {
        Path resumed = interrupted(folder.resolve("resumed"), 40, PRUNING);
        for (long step = 70; step < 300; step += 37) {
            var heard = new TestRuns.Heard();
            assertThat(TrainingRun.resume(resumed, heard, heard.reached(step)).outcome())
                    .isEqualTo(TrainingRun.Outcome.INTERRUPTED);
        }

        finish(resumed);
        assertSameRun(resumed, straight);
    }

    /** As after a kill between two checkpoints: events of steps that will be repeated. */
    @Test
    void eventsAfterTheCheckpointHappenAgainOnce() throws IOException {
        Path resumed = interrupted(folder.resolve("resumed"), 232, PRUNING);
        Path newest = resumed.resolve("checkpoints/step-000000232/manifest.json");
        Files.writeString(newest, "damaged");

        assertThat(finish(resumed)).contains("continuing at step 200");
        assertSameRun(resumed, straight);
    }

    @Test
    void evaluationOfAPrunedRunTakesWhatIsLeft() {
        Evaluator.Result result = TrainingRun.evaluate(straight, 2, 7, new TestRuns.Heard());

        assertThat(result.returns()).hasSize(2);
        assertThat(TrainingRun.evaluate(straight, 2, 7, new TestRuns.Heard()).returns())
                .isEqualTo(result.returns());
    }

    /** With its gates, whose theta scales the units: it acts like the agent in memory. */
    @Test
    void evaluationOfARunThatStillHasGatesTakesThemToo() {
        String[] settings = TestRuns.both(PRUNING, "env=InvertedDoublePendulum-v5");
        Path run = interrupted(folder.resolve("run"), 150, settings);
        List<Double> expected;
        try (Workshop workshop = Workshop.build(config(settings), RunListener.NOBODY);
                Evaluator evaluator = new Evaluator(Environments.make("InvertedDoublePendulum-v5"))) {
            Trainer trainer = workshop.trainer();
            trainer.resetAll();
            while (trainer.step() < 150) {
                trainer.advance();
            }
            assertThat(workshop.agent().theta())
                    .as("networks that still have gates")
                    .containsKeys("ofe", "policy");
            var streams = new RandomStreams(7);
            expected = evaluator
                    .evaluate(
                            Policies.of(workshop.agent(), evaluator.actionSpace()),
                            3,
                            episode -> streams.seedOf("evaluation", episode))
                    .returns();
        }

        assertThat(TrainingRun.evaluate(run, 3, 7, new TestRuns.Heard()).returns())
                .hasSize(3)
                .isEqualTo(expected);
    }

    /** Otherwise the gates and learnt diagonals of the checkpoint would silently be lost. */
    @Test
    void aConfigurationWithoutGatesDoesNotFit() throws IOException {
        Path run = interrupted(folder.resolve("run"), 100, PRUNING);
        Path file = run.resolve("config.yml");
        String text = Files.readString(file);
        assertThat(text).contains("gates: true");
        Files.writeString(file, text.replace("gates: true", "gates: false"));

        assertThatThrownBy(() -> finish(run))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("The checkpoint of step 100 does not fit " + file + ": the stored agent has ");
    }
}
