package dev.espalier.run;

import dev.espalier.config.RunConfig;
import dev.espalier.nn.DivergenceException;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.files.StructureFile;
import dev.espalier.run.loop.Workshop;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.Safetensors;
import dev.espalier.store.StoreException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Saves evidence when training diverges: agent, mini-batch, sizes of the networks and reason; no checkpoint changes.
 *
 * @param step environment step of the divergence
 */
record Evidence(RunDirectory directory, RunConfig config, long step) {

    /**
     * Writes the evidence into a new folder and returns an exception for the user.
     *
     * @param lastPruning step at which units were last removed; null if none were
     * @throws StoreException if it cannot be written
     */
    TrainingDivergedException save(Workshop workshop, @Nullable Long lastPruning, DivergenceException cause) {
        Path target = directory.root().resolve(String.format(Locale.ROOT, "evidence-step-%09d", step));
        String pruning = lastPruning == null ? "" : "; units were last removed at step " + lastPruning;
        AtomicFiles.writeDirectory(target, folder -> {
            Safetensors.write(
                    folder.resolve("agent.safetensors"), workshop.agent().state(), new TreeMap<>());
            Safetensors.write(
                    folder.resolve("batch.safetensors"), workshop.experience().lastBatches(), new TreeMap<>());
            StructureFile.write(
                    folder.resolve("structure.json"),
                    config.env(),
                    config.agent(),
                    step,
                    workshop.agent().blueprint());
            AtomicFiles.writeString(folder.resolve("reason.txt"), cause.getMessage() + pruning + "\n");
        });
        return new TrainingDivergedException(step, "The weights and the mini-batch are in " + target, cause);
    }

    /** The exception for the user if the evidence could not be written. */
    TrainingDivergedException lost(StoreException reason, DivergenceException cause) {
        var diverged =
                new TrainingDivergedException(step, "Evidence could not be saved: " + reason.getMessage(), cause);
        diverged.addSuppressed(reason);
        return diverged;
    }
}
