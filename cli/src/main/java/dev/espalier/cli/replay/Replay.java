package dev.espalier.cli.replay;

import dev.espalier.env.Environments;
import dev.espalier.env.MujocoEnvironment;
import dev.espalier.run.RunListener;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.TrainingRun;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.StoreException;
import dev.espalier.tensor.RandomStreams;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** An episode of a run's deterministic policy, as files to look at. */
public final class Replay {

    private final RunFacts facts;
    private final long seed;
    private final Rollout rollout;

    private Replay(RunFacts facts, long seed, Rollout rollout) {
        this.facts = facts;
        this.seed = seed;
        this.rollout = rollout;
    }

    /**
     * Plays the episode that an evaluation of the run with this seed plays first.
     *
     * @param run a run directory
     * @param seed decides the start state
     * @param steps the episode is cut after this many, at least 1
     * @throws ReplayException if the run's files cannot be used
     * @throws dev.espalier.nn.DivergenceException if the policy returns a number that is not finite
     */
    public static Replay of(Path run, long seed, int steps, RunListener listener) {
        TrainedPolicy trained = policy(run, listener);
        RunFacts facts = RunFacts.of(run, trained);
        try (MujocoEnvironment environment = Environments.make(trained.env())) {
            long start = new RandomStreams(seed).seedOf("evaluation", 0);
            return new Replay(facts, seed, Recorder.record(environment, trained.checked(), start, steps));
        }
    }

    private static TrainedPolicy policy(Path run, RunListener listener) {
        try {
            return TrainingRun.policy(run, false, listener);
        } catch (StoreException e) {
            throw new ReplayException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Makes sure, before any work, that a file can be written.
     *
     * @param option name of the option that gave it
     * @throws ReplayException if its folder is missing or closed to us, or it is a folder itself
     */
    public static void requireWritable(String option, Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new ReplayException(option + " " + file + " is a folder; give the name of a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new ReplayException(option + " " + file + ": there is no folder " + folder + "; make it first");
        }
        if (!Files.isWritable(folder)) {
            throw new ReplayException(
                    option + " " + file + ": the folder " + folder + " may not be written to; choose another");
        }
    }

    /** For people: what the episode brought, and why it ended. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "return %.2f in %d steps, %s",
                rollout.sum(),
                rollout.length(),
                rollout.end().words());
    }

    /** The page, as HTML. */
    public byte[] page() {
        return Page.of(facts, seed, rollout).getBytes(StandardCharsets.UTF_8);
    }

    /** The picture, as an animated GIF of at most the first ten seconds. */
    public byte[] picture() {
        // Without this, Java on a desktop would connect to the display, and fail where it may not.
        System.setProperty("java.awt.headless", "true");
        return AnimatedGif.of(rollout);
    }

    /**
     * Writes a file, completely or not at all; an existing one is replaced.
     *
     * @throws StoreException if it cannot be written after all, as on a full disk
     */
    public static void write(Path file, byte[] content) {
        AtomicFiles.writeFile(file, channel -> {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }
}
