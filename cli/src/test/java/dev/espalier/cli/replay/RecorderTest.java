package dev.espalier.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.cli.replay.Recording.End;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.env.MujocoEnvironment;
import dev.espalier.env.SimulationException;
import dev.espalier.env.StartNoise;
import dev.espalier.env.Step;
import dev.espalier.mujoco.MjModel;
import dev.espalier.policy.Controller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of an episode, and its form in the page. */
class RecorderTest {

    private static final Controller PUSH = (observation, action) -> action[0] = 0.5 + observation[1];

    private static Recording record(int steps) {
        try (var environment = Environments.makeMujoco("InvertedPendulum-v5")) {
            return Recorder.record(environment, PUSH, 4, steps);
        }
    }

    @Test
    void recordsWhatTheEnvironmentDoes() {
        Recording recording = record(1000);

        List<Double> rewards = new ArrayList<>();
        List<Double> actions = new ArrayList<>();
        List<Double> carts = new ArrayList<>();
        try (var environment = Environments.makeMujoco("InvertedPendulum-v5")) {
            double[] observation = environment.reset(4);
            carts.add(observation[0]);
            boolean done = false;
            while (!done) {
                actions.add(0.5 + observation[1]);
                Step step = environment.step(new double[] {actions.getLast()});
                observation = step.observation();
                carts.add(observation[0]);
                rewards.add(step.reward());
                done = step.done();
            }
        }
        assertThat(recording.length()).isBetween(5, 200).isEqualTo(rewards.size());
        assertThat(recording.rewards()).isEqualTo(rewards);
        assertThat(recording.actions().stream().map(action -> action[0])).isEqualTo(actions);
        // The cart's geom is centred on the cart, whose x is the first observation.
        assertThat(recording.poses().stream().map(pose -> pose.positions()[3])).isEqualTo(carts);
        assertThat(recording.end()).isEqualTo(End.TERMINATED);
        assertThat(recording.secondsPerStep()).isEqualTo(0.04);
        assertThat(recording.sum()).isEqualTo(rewards.size() - 1);
    }

    @Test
    void aCutEpisodeIsTheBeginningOfTheWhole() {
        Recording cut = record(3);
        assertThat(cut.end()).isEqualTo(End.CUT);
        assertThat(cut.poses()).hasSize(4);
        assertThat(cut.poses().getLast().positions())
                .containsExactly(record(1000).poses().get(3).positions());
    }

    @Test
    void aStartStateThatTheSimulatorDoesNotTakeIsSaid(@TempDir Path folder) throws IOException {
        Path model = Files.writeString(folder.resolve("m.xml"), """
                <mujoco><worldbody><body><joint name="j"/><geom size="1"/></body></worldbody>
                <actuator><motor joint="j" ctrlrange="-1 1"/></actuator></mujoco>
                """);
        var spec = new EnvironmentSpec("Impossible", 1, 1, 10, "cannot start");
        try (var environment = new Impossible(spec, MjModel.fromFile(model))) {
            assertThatThrownBy(() -> Recorder.record(environment, PUSH, 4, 10))
                    .isInstanceOf(ReplayException.class)
                    .hasMessage(
                            "the simulator does not take the start state: too near; give another --seed, or mend the"
                                    + " task's start state");
        }
    }

    /** Its start states break the simulator. */
    private static final class Impossible extends MujocoEnvironment {

        Impossible(EnvironmentSpec spec, MjModel model) {
            super(spec, model, 1);
        }

        @Override
        protected void drawStart(StartNoise noise, double[] qpos, double[] qvel) {
            throw new SimulationException("too near", new ArithmeticException("overflow"));
        }

        @Override
        protected void observe(double[] target) {}

        @Override
        protected Outcome advance(double[] action) {
            return new Outcome(0, false, Map.of());
        }
    }

    @Test
    void thePageGetsItInFourDecimals() throws IOException {
        Recording recording = record(3);
        var facts = new RunFacts("</script><b>", "InvertedPendulum-v5", "sac", 1, 120, 321, "abc");
        String json = PageData.of(facts, 9, recording);

        assertThat(json).doesNotContain("<");
        JsonNode data = new JsonMapper().readTree(json);
        assertThat(data.path("run").asText()).isEqualTo("</script><b>");
        assertThat(data.path("seed").asLong()).isEqualTo(9);
        assertThat(data.path("parameters").asLong()).isEqualTo(321);
        assertThat(data.path("rewards").size()).isEqualTo(3);
        assertThat(data.path("low").get(0).asDouble()).isEqualTo(-3);
        assertThat(data.path("geoms").size()).isEqualTo(3);
        assertThat(data.path("geoms").get(0).path("name").asText()).isEqualTo("rail");
        assertThat(data.path("geoms").get(0).path("pose").size()).as("fixed").isEqualTo(7);
        assertThat(data.path("geoms").get(2).has("pose")).as("moves").isFalse();
        assertThat(data.path("frames").size()).isEqualTo(4);
        assertThat(data.path("frames").get(3).size()).isEqualTo(2 * 7);
        double x = recording.poses().get(3).positions()[3];
        assertThat(data.path("frames").get(3).get(0).asDouble()).isEqualTo(Math.round(x * 10_000) / 10_000.0);
    }
}
