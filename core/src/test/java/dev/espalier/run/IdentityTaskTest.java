package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.agent.Agent;
import dev.espalier.config.RunConfig;
import dev.espalier.data.Experience;
import dev.espalier.env.BoxSpace;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Step;
import dev.espalier.env.VectorEnvironment;
import dev.espalier.run.loop.AgentFactory;
import dev.espalier.run.loop.RunListener;
import dev.espalier.run.loop.Trainer;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simplest task: repeat the observation. An agent that cannot learn it within seconds has a wrong sign. */
class IdentityTaskTest {

    private static final int ENTRIES = 2;
    private static final int EPISODE = 20;

    /** Observations are between -0.8 and 0.8, and the reward is minus the squared distance of the action to them. */
    private static final class Identity extends StatelessTask {

        private final SplittableRandom random = new SplittableRandom(3);
        private double[] shown = {};
        private int steps;

        Identity() {
            super("Identity", ENTRIES, new BoxSpace(new double[] {-1, -1}, new double[] {1, 1}));
        }

        private double[] show() {
            shown = random.doubles(ENTRIES, -0.8, 0.8).toArray();
            return shown;
        }

        @Override
        public double[] reset(long seed) {
            steps = 0;
            return show();
        }

        @Override
        public Step step(double[] action) {
            double reward = 0;
            for (int i = 0; i < ENTRIES; i++) {
                reward -= Math.pow(action[i] - shown[i], 2);
            }
            return new Step(show(), reward, false, ++steps >= EPISODE, Map.of());
        }
    }

    /** A random policy is off by 0.6 on average, a constant 0 by 0.4. */
    @ParameterizedTest
    @Timeout(60)
    @CsvSource(delimiter = '|', textBlock = """
            sac | 3000 | random_steps=200 | sac.batch=64, sac.learning_rate=1e-3, sac.reward_scale=20, sac.discount=0, sac.tau=0.1
            td3 | 3000 | random_steps=200 | td3.batch=64, td3.learning_rate=1e-3, td3.discount=0, td3.tau=0.1
            ppo | 9984 | random_steps=0   | ppo.batch=64, ppo.learning_rate=3e-3, ppo.discount=0, ppo.rollout=256
            """)
    void isLearnt(String name, int steps, String randomSteps, String settings) {
        RunConfig config = TestRuns.config(TestRuns.both(
                settings.split(", "),
                "agent=" + name,
                "preset=plain",
                name + ".hidden=[32, 32]",
                "steps=" + steps,
                randomSteps));
        Compute compute = Compute.on(Compute.Kind.CPU, 1);
        var streams = new RandomStreams(0);
        var task = new EnvironmentSpec("Identity", ENTRIES, ENTRIES, EPISODE, "do what is shown");
        Agent agent = AgentFactory.create(config, task, streams, compute);
        Experience experience = agent.experience(new Experience.Dimensions(ENTRIES, ENTRIES, 1, steps, compute));
        try (var environments = new VectorEnvironment(List.of(new Identity()), 1)) {
            var trainer = new Trainer(config, agent, experience, environments, streams, RunListener.NOBODY);
            trainer.resetAll();
            while (trainer.step() < steps) {
                trainer.advance();
            }
        }

        var random = new SplittableRandom(8);
        double off = 0;
        int states = 200;
        for (int i = 0; i < states; i++) {
            double[] shown = random.doubles(ENTRIES, -0.8, 0.8).toArray();
            float[] action = agent.act(shown, null);
            for (int entry = 0; entry < ENTRIES; entry++) {
                off += Math.abs(action[entry] - shown[entry]) / (ENTRIES * states);
            }
        }
        System.out.printf("%s on the identity task: off by %.3f%n", name, off);
        assertThat(off).isLessThan(0.1);
    }
}
