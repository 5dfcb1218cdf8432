package dev.espalier.run;

import static dev.espalier.run.TestRuns.NEVER;
import static dev.espalier.run.TestRuns.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.nn.DivergenceException;
import dev.espalier.store.ArrayData;
import dev.espalier.store.SafetensorsReader;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that really diverge. */
class DivergenceTest {

    @TempDir
    private Path folder;

    private TrainingDivergedException diverged(Path run, String... changes) {
        return catchThrowableOfType(
                TrainingDivergedException.class,
                () -> TrainingRun.start(config(changes), run, new TestRuns.Heard(), NEVER));
    }

    /** A reward of 1e38 is finite as a float, its squared error is not: the first Q loss is infinite. */
    @Test
    void theFirstLossOfAHugeRewardStopsTheRun() throws Exception {
        Path run = folder.resolve("run");

        assertThat(diverged(run, "sac.reward_scale=1e38"))
                .hasMessage(
                        "training diverged at step 51: the loss of network q1 is Infinity; a smaller learning rate or"
                                + " reward scale may help. The weights and the mini-batch are in "
                                + run.resolve("evidence-step-000000051"));
        Path evidence = run.resolve("evidence-step-000000051");
        assertThat(evidence.resolve("reason.txt")).hasContent("the loss of network q1 is Infinity");
        assertThat(SafetensorsReader.read(evidence.resolve("agent.safetensors")).arrays())
                .containsKeys("policy.0.weight", "q1.0.weight", "adam.q2.step");
        var batch =
                SafetensorsReader.read(evidence.resolve("batch.safetensors")).arrays();
        assertThat(batch).containsKeys("observation", "action", "reward", "next_observation", "continues");
        ArrayData reward = Objects.requireNonNull(batch.get("reward"));
        assertThat(reward.shape()).containsExactly(16, 1);
        assertThat(reward.bytes().toArray(ValueLayout.JAVA_FLOAT))
                .as("an upright pole brings 1 a step")
                .contains(1);
    }

    /** The first update makes the weights as large as 1e30, so the next action is not a number. */
    @Test
    void anExplodingPolicyStopsTheRun() {
        Path run = folder.resolve("run");

        assertThat(diverged(run, "sac.learning_rate=1e30"))
                .hasMessageStartingWith("training diverged at step 51: the action of network policy is NaN; ");
        assertThat(run.resolve("evidence-step-000000051/batch.safetensors")).isRegularFile();
    }

    @Test
    void resumeFailsAtTheSamePlaceAndLosesNothing() throws Exception {
        Path run = folder.resolve("run");
        String message = diverged(run, "sac.learning_rate=1e30").getMessage();
        String digest = TestRuns.digest(run);
        List<String> progress = Files.readAllLines(run.resolve("progress.csv"));

        assertThatThrownBy(() -> TestRuns.finish(run))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessage(message);
        assertThat(TestRuns.digest(run)).isEqualTo(digest);
        assertThat(Files.readAllLines(run.resolve("progress.csv"))).hasSameSizeAs(progress);
        assertThat(checkpoints(run)).containsExactly("step-000000050");
    }

    /** After the update of step 51 the evaluation acts next. */
    @Test
    void divergenceInAnEvaluationIsDivergenceToo() {
        Path run = folder.resolve("run");

        assertThat(diverged(run, "sac.learning_rate=1e30", "evaluation.every=51"))
                .hasMessageStartingWith("training diverged at step 51: the action of network policy is NaN");
        assertThat(checkpoints(run)).containsExactly("step-000000050");
    }

    /** No loss or action shows the effect of the last update before a checkpoint. */
    @Test
    void anAgentThatIsNotFiniteIsNotSaved() {
        Path run = folder.resolve("run");

        assertThat(diverged(run, "sac.learning_rate=1e300", "checkpoint.every=17"))
                .hasMessageStartingWith(
                        "training diverged at step 51: the entry policy.0.weight of network policy is ");
        assertThat(checkpoints(run)).containsExactlyInAnyOrder("step-000000017", "step-000000034");
    }

    /** Weights of 1e30 can be saved, but not used in computations. */
    @Test
    void evaluationOfAnExplodedPolicyNamesIt() {
        Path run = TestRuns.interrupted(folder.resolve("run"), 51, "sac.learning_rate=1e30");

        assertThatThrownBy(() -> TrainingRun.evaluate(run, 1, 0, new TestRuns.Heard()))
                .isInstanceOf(DivergenceException.class)
                .hasMessage("the action of network policy is NaN");
    }

    /** The evidence has the networks after pruning. */
    @Test
    void aRunThatExplodesAfterAPruningStopsWithTheSmallNetworksAsEvidence() throws Exception {
        Path run = TestRuns.interrupted(folder.resolve("run"), 200, TestRuns.PRUNING);
        String digest = TestRuns.digest(run);
        List<String> events = Files.readAllLines(run.resolve("prune_events.jsonl"));
        assertThat(events).isNotEmpty();
        Path file = run.resolve("config.yml");
        Files.writeString(file, Files.readString(file).replace("reward_scale: 5.0", "reward_scale: 1e38"));

        TrainingDivergedException diverged =
                catchThrowableOfType(TrainingDivergedException.class, () -> TestRuns.finish(run));

        assertThat(diverged)
                .hasMessageStartingWith("training diverged at step 201: the loss of network q1 is Infinity; ")
                .hasMessageEndingWith(run.resolve("evidence-step-000000201").toString());
        var agent = SafetensorsReader.read(run.resolve("evidence-step-000000201/agent.safetensors"))
                .arrays();
        long units = Objects.requireNonNull(agent.get("q1.0.bias")).shape()[0]
                + Objects.requireNonNull(agent.get("q1.1.bias")).shape()[0];
        assertThat(units).isLessThan(32);
        assertThat(agent).containsKeys("gates.policy.theta", "adam.q1.step", "ofe.phi_oa.1.diagonal");
        assertThat(run.resolve("evidence-step-000000201/reason.txt"))
                .content()
                .isEqualTo("the loss of network q1 is Infinity; units were last removed at step "
                        + new ObjectMapper().readTree(events.getLast()).get("step") + "\n");
        assertThat(run.resolve("evidence-step-000000201/structure.json"))
                .content()
                .contains("\"step\" : 201");
        assertThat(TestRuns.digest(run)).isEqualTo(digest);
        assertThat(Files.readAllLines(run.resolve("prune_events.jsonl"))).isEqualTo(events);
    }

    /** Rounding comes before the failing update, so its removals are logged last. */
    @Test
    void whatRoundingRemovedIsLoggedEvenIfTheNextUpdateDiverges() throws Exception {
        Path run = TestRuns.interrupted(folder.resolve("run"), 239, TestRuns.PRUNING);
        int before = Files.readAllLines(run.resolve("prune_events.jsonl")).size();
        Path file = run.resolve("config.yml");
        Files.writeString(file, Files.readString(file).replace("reward_scale: 5.0", "reward_scale: 1e38"));

        assertThatThrownBy(() -> TestRuns.finish(run))
                .hasMessageStartingWith("training diverged at step 240: the loss of network q1 is Infinity; ");

        List<String> events = Files.readAllLines(run.resolve("prune_events.jsonl"));
        assertThat(events.subList(before, events.size()))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{\"step\":240,"));
        assertThat(run.resolve("evidence-step-000000240/reason.txt"))
                .content()
                .endsWith("; units were last removed at step 240\n");
    }

    private static List<String> checkpoints(Path run) {
        return List.of(
                Objects.requireNonNull(run.resolve("checkpoints").toFile().list()));
    }
}
