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
 * What is kept of a training whose numbers left the range of floats: the agent and the mini-batch as they were then, the
 * networks' sizes, and the reason. No checkpoint is touched.
 *
 * @param config of the run
 * @param step environment step at which it happened
 */
record Evidence(RunDirectory directory, RunConfig config, long step) {

    /**
     * Writes it into a folder of its own.
     *
     * @param lastPruning step at which units were last removed; null if none were
     * @return what to tell the user
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

    /** What to tell the user where it could not be written. */
    TrainingDivergedException lost(StoreException reason, DivergenceException cause) {
        var diverged =
                new TrainingDivergedException(step, "Evidence could not be saved: " + reason.getMessage(), cause);
        diverged.addSuppressed(reason);
        return diverged;
    }
}
