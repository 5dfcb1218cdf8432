package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.agent.Agent;
import dev.espalier.config.RunConfig;
import dev.espalier.data.Experience;
import dev.espalier.env.Environment;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.SimulationException;
import dev.espalier.env.Step;
import dev.espalier.env.VectorEnvironment;
import dev.espalier.env.VectorStepException;
import dev.espalier.run.loop.AgentFactory;
import dev.espalier.run.loop.Trainer;
import dev.espalier.store.ArrayData;
import dev.espalier.store.JsonFields;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Training with a simulator that aborts episodes. */
class BrokenEpisodesTest {

    private final TestRuns.Heard heard = new TestRuns.Heard();

    private record Parts(Trainer trainer, Experience replay, Agent agent) {

        void advance(int times) {
            for (int i = 0; i < times; i++) {
                trainer.advance();
            }
        }
    }

    private Parts parts(int randomSteps, List<Environment> environments) {
        return parts(environments, "random_steps=" + randomSteps, "sac.batch=4");
    }

    private Parts parts(List<Environment> environments, String... settings) {
        RunConfig config =
                TestRuns.config(TestRuns.both(settings, "environments=" + environments.size(), "steps=2000"));
        Compute compute = Compute.on(Compute.Kind.CPU, 1);
        var streams = new RandomStreams(0);
        Agent agent = AgentFactory.create(
                config,
                new EnvironmentSpec("Counting", 2, 1, CountingTask.EPISODE, "counts its steps"),
                streams,
                compute);
        Experience replay = agent.experience(new Experience.Dimensions(2, 1, environments.size(), 100, compute));
        var vector = new VectorEnvironment(environments, environments.size());
        var trainer = new Trainer(config, agent, replay, vector, streams, heard);
        trainer.resetAll();
        return new Parts(trainer, replay, agent);
    }

    @Test
    void theBrokenEpisodeIsDroppedAndTheOtherEnvironmentGoesOn() {
        var sound = new CountingTask(Set.of());
        var fragile = new CountingTask(Set.of(13));
        Parts parts = parts(1000, List.of(sound, fragile));

        parts.advance(15);

        assertThat(heard.messages)
                .containsExactly(
                        "step 26, environment 1: broken in step 13; its episode is dropped and a new one starts");
        assertThat(sound.episodes).as("one ended, one goes on").isEqualTo(2);
        assertThat(fragile.episodes).as("one ended, one lost, one goes on").isEqualTo(3);
        assertThat(parts.trainer().step()).isEqualTo(30);
        assertThat(parts.trainer().episodes().meanLength())
                .as("the two that ended")
                .isEqualTo(CountingTask.EPISODE);
        // Episode and step of both ends of each transition; the lost step is in none.
        assertThat(transitions(parts.replay())).hasSize(29);
        assertThat(transitions(parts.replay()).subList(22, 29))
                .containsExactly(
                        "2.1 -> 2.2",
                        "2.1 -> 2.2",
                        "2.2 -> 2.3",
                        "2.3 -> 2.4",
                        "3.0 -> 3.1",
                        "2.4 -> 2.5",
                        "3.1 -> 3.2");
    }

    @Test
    void twoMayBreakAtOnce() {
        var first = new CountingTask(Set.of(4));
        var second = new CountingTask(Set.of(4));
        Parts parts = parts(1000, List.of(first, second));

        parts.advance(5);

        assertThat(heard.messages).hasSize(2);
        assertThat(List.of(first.episodes, second.episodes)).containsExactly(2, 2);
        assertThat(transitions(parts.replay())).hasSize(8).endsWith("2.0 -> 2.1", "2.0 -> 2.1");
    }

    @Test
    void theirNumberIsLoggedAndSurvivesAResume() {
        Parts parts = parts(1000, List.of(new CountingTask(Set.of(4, 6), Set.of(1))));
        parts.advance(7);
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        parts.trainer().save(state);
        Parts resumed = parts(1000, List.of(new CountingTask(Set.of(1))));

        resumed.trainer().load(JsonFields.stored("state", state));

        assertThat(LogColumns.values(resumed.trainer(), 1, 1)).containsEntry("rollout/lost_episodes", 3.0);
        resumed.advance(1);
        assertThat(resumed.trainer().lostEpisodes()).isEqualTo(4);
        assertThatCode(resumed.trainer()::end)
                .as("there was something to learn from before")
                .doesNotThrowAnyException();
    }

    /** Every other step of 60 breaks: 30 episodes; the first three, the tenth and the total are reported. */
    @Test
    void manyLossesAreCountedAndSummedUp() {
        Set<Integer> even = IntStream.rangeClosed(1, 30).mapToObj(i -> 2 * i).collect(Collectors.toSet());
        Parts parts = parts(1000, List.of(new CountingTask(even)));

        parts.advance(60);
        parts.trainer().end();

        assertThat(heard.messages)
                .containsExactly(
                        "step 2, environment 0: broken in step 2; its episode is dropped and a new one starts",
                        "step 4, environment 0: broken in step 4; its episode is dropped and a new one starts",
                        "step 6, environment 0: broken in step 6; its episode is dropped and a new one starts",
                        "step 20, environment 0: broken in step 20; its episode is dropped and a new one starts"
                                + " (10 episodes so far)",
                        "30 episodes were lost to the simulator in all");
    }

    @Test
    void whatBreaksInEachStepEndsTheRun() {
        Set<Integer> all = IntStream.rangeClosed(1, 300).boxed().collect(Collectors.toSet());
        Parts parts = parts(1000, List.of(new CountingTask(all)));

        assertThatThrownBy(() -> parts.advance(300))
                .isInstanceOf(SimulationException.class)
                .hasMessage(
                        "nothing can be learnt: the simulation broke down at the start or in the first step of each of"
                                + " the last 200 episodes; mend the model, with a smaller timestep say, or the task's"
                                + " start state. The last: broken in step 200");
        assertThat(heard.messages).hasSize(5);

        Parts few = parts(1000, List.of(new CountingTask(all)));
        few.advance(20);
        assertThatThrownBy(() -> few.trainer().end())
                .isInstanceOf(SimulationException.class)
                .hasMessageContaining("of each of the last 20 episodes");
    }

    /** The simulator rejects the first two start states, and the fifth. */
    @Test
    void aStartStateThatIsNotTakenIsFollowedByTheNext() {
        var picky = new CountingTask(Set.of(), Set.of(1, 2, 5));
        Parts parts = parts(1000, List.of(picky));
        assertThat(heard.messages)
                .containsExactly(
                        "step 0, environment 0: impossible start 1; its episode is dropped and a new one starts",
                        "step 0, environment 0: impossible start 2; its episode is dropped and a new one starts");

        parts.advance(25);

        assertThat(heard.messages).hasSize(3);
        assertThat(picky.seeds)
                .as("each asks for a seed of its own")
                .doesNotHaveDuplicates()
                .hasSize(6);
        assertThat(transitions(parts.replay()))
                .hasSize(25)
                .startsWith("3.0 -> 3.1")
                .endsWith("6.4 -> 6.5");
    }

    @Test
    void startStatesOfWhichNoneIsTakenEndTheRun() {
        Set<Integer> all = IntStream.rangeClosed(1, 300).boxed().collect(Collectors.toSet());

        assertThatThrownBy(() -> parts(1000, List.of(new CountingTask(Set.of(), all))))
                .isInstanceOf(SimulationException.class)
                .hasMessageContaining("of each of the last 200 episodes")
                .hasMessageEndingWith("The last: impossible start 200");
    }

    @Test
    void learningGoesOn() {
        Parts parts = parts(4, List.of(new CountingTask(Set.of(6)), new CountingTask(Set.of())));
        parts.advance(6);
        Map<String, ArrayData> before = parts.agent().state();
        long updates = parts.trainer().updates();

        parts.advance(1);

        assertThat(parts.trainer().updates()).isEqualTo(updates + 2);
        assertThat(floats(parts.agent().state(), "q1.0.weight")).isNotEqualTo(floats(before, "q1.0.weight"));
    }

    /** Advantages before the lost step do not depend on the next episode. */
    @Test
    void theRolloutOfAnOnPolicyAgentKnows() {
        Parts parts = parts(List.of(new CountingTask(Set.of()), new CountingTask(Set.of(3))), TestRuns.PPO);

        parts.advance(4);

        assertThat(transitions(parts.replay()))
                .containsExactly(
                        "1.0 -> 1.1",
                        "1.0 -> 1.1",
                        "1.1 -> 1.2",
                        "1.1 -> 1.2",
                        "1.2 -> 1.3",
                        "1.3 -> 1.4",
                        "2.0 -> 2.1");
        assertThat(floats(parts.replay().state(), "environment")).containsExactly(0, 1, 0, 1, 0, 0, 1);
        assertThat(floats(parts.replay().state(), "ends")).containsExactly(0, 0, 0, 1, 0, 0, 0);
        assertThat(parts.trainer().updates()).isZero();

        parts.advance(17);

        // 20 steps of both, one lost: 39 transitions, 4 mini-batches of 8, 5 epochs; then one more step.
        assertThat(parts.trainer().updates()).isEqualTo(20);
        assertThat(parts.replay().size()).isEqualTo(2);
    }

    @Test
    void theVeryFirstStepMayBreak() {
        Parts parts = parts(0, List.of(new CountingTask(Set.of(1))));

        parts.advance(1);
        assertThat(parts.trainer().updates())
                .as("there is nothing to learn from")
                .isZero();
        parts.advance(1);
        assertThat(parts.trainer().updates()).isEqualTo(1);
    }

    @Test
    void otherFailuresEndTheRun() {
        var defective = new CountingTask(Set.of()) {
            @Override
            public Step step(double[] action) {
                throw new IllegalStateException("a defect");
            }
        };
        Parts parts = parts(1000, List.of(new CountingTask(Set.of(1)), defective));

        assertThatThrownBy(() -> parts.advance(1))
                .isInstanceOf(VectorStepException.class)
                .satisfies(e ->
                        assertThat(((VectorStepException) e).failures().get(1)).hasMessage("a defect"));
    }

    private static List<String> transitions(Experience replay) {
        float[] from = floats(replay.state(), "observation");
        float[] to = floats(replay.state(), "next_observation");
        List<String> transitions = new ArrayList<>();
        for (int i = 0; i < 2 * replay.size(); i += 2) {
            transitions.add(
                    String.format(Locale.ROOT, "%.0f.%.0f -> %.0f.%.0f", from[i], from[i + 1], to[i], to[i + 1]));
        }
        return transitions;
    }

    private static float[] floats(Map<String, ArrayData> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name).bytes().toArray(ValueLayout.JAVA_FLOAT);
    }
}
