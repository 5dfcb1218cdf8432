package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.agent.GatedAgent.Survivors;
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

    private static void round(GatedAgent agent, Batch batch, int number) {
        agent.agent.act(new double[GatedAgent.N_S], new Random(number));
        agent.agent.pretrain(_ -> batch, GatedAgent.random(number));
        agent.agent.enter(0.5);
        agent.agent.update(_ -> batch, GatedAgent.random(number));
        Survivors survivors = Survivors.draw(agent.structure(), new Random(number));
        agent.restore(agent.agent.state(), survivors, number % 3 == 0);
        agent.agent.enter(0.5);
        agent.agent.update(_ -> batch, GatedAgent.random(number));
    }
}
