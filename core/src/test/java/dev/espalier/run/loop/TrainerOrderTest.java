package dev.espalier.run.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.agent.Agent;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.config.RunConfig;
import dev.espalier.data.Batch;
import dev.espalier.data.Experience;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.env.VectorEnvironment;
import dev.espalier.run.TestRuns;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The order in which a step calls an agent and its experience. */
class TrainerOrderTest {

    /** Entering a phase may decide gates and remove units: a rollout must be valued by the networks that acted. */
    @Test
    void aRolloutIsValuedBeforeThePhaseOfPruningIsEntered() {
        // The last phase begins with the second step, and theta is below 0.5: entering it removes units.
        RunConfig config = TestRuns.config(
                "steps=1000",
                "random_steps=0",
                "sac.batch=1",
                "prune.gates=true",
                "prune.theta_start=0.4",
                "prune.warmup_end=0",
                "prune.round_at=0.002");
        EnvironmentSpec task = Environments.spec(config.env());
        Compute compute = Compute.on(Compute.Kind.CPU, 1);
        Agent agent = AgentFactory.create(config, task, new RandomStreams(0), compute);
        var experience =
                new Told(new Experience.Dimensions(task.observationSize(), task.actionSize(), 1, 10, compute), agent);

        try (VectorEnvironment environments = VectorEnvironment.make(Environments.task(config.env()), 1)) {
            var trainer =
                    new Trainer(config, agent, experience, environments, new RandomStreams(0), RunListener.NOBODY);
            trainer.resetAll();
            for (int i = 0; i < 3; i++) {
                trainer.advance();
            }
            assertThat(trainer.updates()).isEqualTo(2);
        }

        assertThat(experience.sizes).hasSize(3);
        assertThat(experience.sizes.get(1))
                .as("nothing was due at the first step")
                .isEqualTo(experience.sizes.get(0));
        assertThat(experience.sizes.get(2))
                .as("the second step entered the phase")
                .isLessThan(experience.sizes.get(1));
    }

    /** Records the agent's size at each query for the updates that are due, and answers with the given numbers. */
    private static final class Told extends Experience {

        private final List<Long> sizes = new ArrayList<>();
        private final Deque<Integer> due = new ArrayDeque<>(List.of(0, 2, 0));
        private final Agent agent;

        Told(Dimensions dimensions, Agent agent) {
            super(dimensions, dimensions.replayCapacity(), 1, 0);
            this.agent = agent;
        }

        @Override
        public int updatesDue() {
            sizes.add(ParameterCount.of(agent.blueprint()).trained());
            return due.removeFirst();
        }

        @Override
        public void updatesDone() {}

        @Override
        public void cut(int environment) {}

        @Override
        public Batch draw(RandomGenerator random) {
            return drawUniformly(new int[1], new float[0], random);
        }
    }
}
