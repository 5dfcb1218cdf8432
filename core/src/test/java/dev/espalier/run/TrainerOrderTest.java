package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.agent.Agent;
import dev.espalier.agent.Experience;
import dev.espalier.config.RunConfig;
import dev.espalier.env.VectorEnvironment;
import dev.espalier.tensor.RandomStreams;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order a step calls an agent and its experience. */
class TrainerOrderTest {

    private final List<String> calls = new ArrayList<>();
    private final List<Integer> due = new ArrayList<>(List.of(0, 2, 0));

    private <T> T recorder(Class<T> type) {
        InvocationHandler handler = (_, method, _) -> {
            calls.add(method.getName());
            return switch (method.getName()) {
                case "begin" -> due.removeFirst();
                case "size" -> 1;
                case "act" -> new float[1];
                case "enter" -> List.of();
                case "update" -> new Agent.Update(new LinkedHashMap<>(), List.of());
                default -> null;
            };
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Entering a phase may round and remove units: a rollout has to be judged by the networks that acted in it. */
    @Test
    void aRolloutIsJudgedBeforeThePhaseOfPruningIsEntered() {
        RunConfig config = TestRuns.config("random_steps=0");
        try (VectorEnvironment environments = VectorEnvironment.make(config.env(), 1)) {
            var trainer = new Trainer(
                    config,
                    recorder(Agent.class),
                    recorder(Experience.class),
                    environments,
                    new RandomStreams(0),
                    RunListener.NOBODY);
            trainer.begin();
            for (int i = 0; i < 3; i++) {
                trainer.advance();
            }
        }

        assertThat(calls)
                .containsExactly(
                        "act", "add", "size", "begin", // nothing is due
                        "act", "add", "size", "begin", "enter", "update", "update", "end", "act", "add", "size",
                        "begin");
    }
}
