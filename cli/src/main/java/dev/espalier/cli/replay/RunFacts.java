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
 * Where a recording's policy comes from.
 *
 * @param run name of the run directory, without the path to it
 * @param task what the task is called
 * @param preset name of the preset
 * @param seed that the run was trained with
 * @param steps environment steps that it had been trained for
 * @param parameters of what acts
 * @param commit that the run was started with
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
