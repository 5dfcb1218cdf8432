package dev.espalier.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.agent.Agent;
import dev.espalier.policy.Checksum;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * The folder {@code best/}: the best agent so far, {@code score.json} with the {@link Checksum} of itself and the agent, and its
 * policy as a bundle.
 */
final class BestAgent {

    private BestAgent() {}

    /** Replaces the folder atomically. */
    static void save(
            RunDirectory directory, Agent agent, TrainedPolicy policy, List<Golden> golden, Evaluator.Result result) {
        AtomicFiles.writeDirectory(directory.best(), folder -> {
            Path weights = folder.resolve("agent.safetensors");
            Safetensors.write(weights, agent.state(), new TreeMap<>());
            ObjectNode score = JsonNodeFactory.instance.objectNode();
            score.put("step", policy.step());
            score.put("mean_return", result.mean());
            score.put("std_return", result.std());
            score.put("lost_episodes", result.lostEpisodes());
            score.put("has_gates", !agent.theta().isEmpty());
            BundleFile.writeWithChecksum(folder.resolve("score.json"), score, Files.readAllBytes(weights));
            BundleFile.fill(folder, policy, golden, result.lostEpisodes());
        });
    }
}
