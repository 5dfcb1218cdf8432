package dev.espalier.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.agent.Agent;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.Safetensors;
import java.util.TreeMap;

/** The folder of the agent of the best evaluation so far. */
final class BestAgent {

    private BestAgent() {}

    /** Replaces the folder in one instant. */
    static void save(RunDirectory directory, Agent agent, long step, Evaluator.Result result) {
        AtomicFiles.writeDirectory(directory.best(), folder -> {
            Safetensors.write(folder.resolve("agent.safetensors"), agent.state(), new TreeMap<>());
            ObjectNode score = JsonNodeFactory.instance.objectNode();
            score.put("step", step);
            score.put("mean_return", result.mean());
            score.put("std_return", result.std());
            score.put("lost_episodes", result.lostEpisodes());
            score.put("has_gates", !agent.theta().isEmpty());
            AtomicFiles.writeString(folder.resolve("score.json"), score.toPrettyString() + "\n");
        });
    }
}
