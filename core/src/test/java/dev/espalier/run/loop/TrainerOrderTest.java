package dev.espalier.run.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.agent.Agent;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.config.RunConfig;
import dev.espalier.data.Experience;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.env.VectorEnvironment;
import dev.espalier.run.TestRuns;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
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
        List<Long> sizes = new ArrayList<>();
        List<Integer> due = new ArrayList<>(List.of(0, 2, 0));
        Experience experience =
                agent.experience(new Experience.Dimensions(task.observationSize(), task.actionSize(), 1, 10, compute));

        try (VectorEnvironment environments = VectorEnvironment.make(config.env(), 1)) {
            var trainer = new Trainer(
                    config,
                    agent,
                    telling(experience, sizes, due, agent),
                    environments,
                    new RandomStreams(0),
                    RunListener.NOBODY);
            trainer.resetAll();
            for (int i = 0; i < 3; i++) {
                trainer.advance();
            }
            assertThat(trainer.updates()).isEqualTo(2);
        }

        assertThat(sizes).hasSize(3);
        assertThat(sizes.get(1)).as("nothing was due at the first step").isEqualTo(sizes.get(0));
        assertThat(sizes.get(2)).as("the second step entered the phase").isLessThan(sizes.get(1));
    }

    /** Records the agent's size at each query for the updates that are due, and answers with the given numbers. */
    private static Experience telling(Experience real, List<Long> sizes, List<Integer> due, Agent agent) {
        InvocationHandler handler = (_, method, arguments) -> {
            if (method.getName().equals("updatesDue")) {
                sizes.add(ParameterCount.of(agent.blueprint()).trained());
                return due.removeFirst();
            }
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Experience)
                Proxy.newProxyInstance(Experience.class.getClassLoader(), new Class<?>[] {Experience.class}, handler);
    }
}
