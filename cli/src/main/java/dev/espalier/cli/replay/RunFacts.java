package dev.espalier.cli.replay;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.Presets;
import dev.espalier.config.RunConfig;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The origin of a rollout's policy.
 *
 * @param run name of the run directory, without its path
 * @param preset agent and preset
 * @param steps environment steps of training
 * @param parameters deployed parameters
 * @param commit commit with which the run was started
 */
record RunFacts(String run, String task, String preset, long seed, long steps, long parameters, String commit) {

    private static final JsonMapper JSON = new JsonMapper();

    /** @throws ReplayException if metadata.json cannot be read */
    static RunFacts of(Path root, TrainedPolicy policy) {
        RunDirectory directory = RunDirectory.open(root);
        RunConfig config = ConfigFile.read(directory.config());
        return new RunFacts(
                String.valueOf(root.toAbsolutePath().normalize().getFileName()),
                policy.task(),
                Presets.title(config.agent(), config.preset()),
                config.seed(),
                policy.step(),
                policy.deployed(),
                commit(directory.metadata()));
    }

    private static String commit(Path metadata) {
        try {
            String commit = JSON.readTree(metadata.toFile()).path("commit").asText();
            if (commit.isEmpty()) {
                throw new ReplayException(metadata + ": 'commit' is missing; restore the file");
            }
            return commit;
        } catch (IOException e) {
            throw new ReplayException(
                    metadata + ": cannot be read: " + StoreException.reason(e) + "; restore the file", e);
        }
    }
}
