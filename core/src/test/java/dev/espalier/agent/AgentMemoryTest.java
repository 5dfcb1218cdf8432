package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.data.Batch;
import dev.espalier.data.Experience;
import dev.espalier.tensor.Compute;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole agent keeps no native object beyond what its networks are made of. */
class AgentMemoryTest {

    @ParameterizedTest
    @EnumSource
    void actingLearningPruningAndRestoringLeaveNothingBehind(TestExtractors extractors) {
        GatedAgent agent = GatedAgent.create(extractors, 4);
        Batch batch = GatedAgent.batch(1);
        round(agent, batch, 0);
        long objects = Pointer.totalCount();

        for (int i = 1; i <= 10; i++) {
            round(agent, batch, i);
            assertThat(Pointer.totalCount()).as("in round %d", i).isLessThanOrEqualTo(objects);
        }
        agent.agent.enter(0.95);
        agent.agent.update(_ -> batch, GatedAgent.random(1));
        agent.agent.enter(0.97);
        agent.agent.update(_ -> batch, GatedAgent.random(2));

        assertThat(agent.agent.theta()).isEmpty();
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(objects);
    }

    /** Rollouts that are judged, learnt from and forgotten. */
    @ParameterizedTest
    @EnumSource
    void rolloutsLeaveNothingBehind(TestExtractors extractors) {
        GatedAgent agent = GatedAgent.create(TestLearner.PPO, extractors, 4);
        Experience experience = agent.agent.experience(
                new Experience.Dimensions(GatedAgent.N_S, GatedAgent.N_A, 2, 1, Compute.on(Compute.Kind.CPU, 1)));
        rollout(agent.agent, experience, 0);
        long objects = Pointer.totalCount();

        for (int i = 1; i <= 10; i++) {
            rollout(agent.agent, experience, i);
            assertThat(Pointer.totalCount()).as("in round %d", i).isLessThanOrEqualTo(objects);
        }
    }

    private static void rollout(Agent agent, Experience experience, int number) {
        Random random = new Random(number);
        int due = experience.updatesDue();
        while (due == 0) {
            for (int environment = 0; environment < 2; environment++) {
                double[] observation = random.doubles(GatedAgent.N_S).toArray();
                double[] next = random.doubles(GatedAgent.N_S).toArray();
                float[] action = agent.act(observation, random);
                experience.add(environment, observation, action, random.nextGaussian(), next, false, false);
            }
            due = experience.updatesDue();
        }
        agent.enter(0.5);
        for (int i = 0; i < due; i++) {
            agent.update(experience, GatedAgent.random(number));
        }
        experience.updatesDone();
        assertThat(experience.size()).isZero();
    }

    private static void round(GatedAgent agent, Batch batch, int number) {
        agent.agent.act(new double[GatedAgent.N_S], new Random(number));
        agent.agent.pretrain(_ -> batch, GatedAgent.random(number));
        agent.agent.enter(0.5);
        agent.agent.update(_ -> batch, GatedAgent.random(number));
        SurvivingUnits survivors = SurvivingUnits.draw(agent.structure(), new Random(number));
        agent.restore(agent.agent.state(), survivors, number % 3 == 0);
        agent.agent.enter(0.5);
        agent.agent.update(_ -> batch, GatedAgent.random(number));
    }
}
