package dev.espalier.cli.replay;

import dev.espalier.cli.text.RootLocale;
import dev.espalier.env.Environments;
import dev.espalier.env.MujocoEnvironment;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.tensor.RandomStreams;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** An episode of a run's deterministic policy, as a web page and as a picture. */
public final class ReplayedEpisode {

    private final RunFacts facts;
    private final long seed;
    private final Recording recording;

    private ReplayedEpisode(RunFacts facts, long seed, Recording recording) {
        this.facts = facts;
        this.seed = seed;
        this.recording = recording;
    }

    /**
     * Records the first episode of an evaluation of the run with this seed.
     *
     * @param seed determines the start state
     * @param steps maximum number of steps, at least 1
     * @throws ReplayException if the run's files cannot be used
     * @throws dev.espalier.nn.DivergenceException if the policy returns a non-finite number
     */
    public static ReplayedEpisode of(Path run, TrainedPolicy trained, long seed, int steps) {
        RunFacts facts = RunFacts.of(run, trained);
        try (MujocoEnvironment environment = Environments.makeMujoco(trained.env())) {
            long start = new RandomStreams(seed).seedOf("evaluation", 0);
            return new ReplayedEpisode(facts, seed, Recorder.record(environment, trained.checked(), start, steps));
        }
    }

    /** A sentence with return, length and reason of the end. */
    public String summary() {
        return RootLocale.format(
                "return %.2f in %d steps, %s",
                recording.sum(), recording.length(), recording.end().words());
    }

    /** Differences between the drawing and the model, as sentences; empty if there are none. */
    public List<String> departures() {
        return recording.departures();
    }

    public byte[] page() {
        return Page.of(facts, seed, recording).getBytes(StandardCharsets.UTF_8);
    }

    /** An animated GIF of at most the first ten seconds. */
    public byte[] picture() {
        // Otherwise Java on a desktop would connect to the display, which can fail.
        System.setProperty("java.awt.headless", "true");
        return AnimatedGif.of(recording);
    }
}
