package dev.espalier.cli;

import java.nio.file.Path;
import java.util.List;

/** Arguments of a run that is over in seconds. */
final class SmallRun {

    private static final long STEPS = 1000;

    private SmallRun() {}

    static List<String> train(Path out) {
        return train(out, STEPS);
    }

    static List<String> train(Path out, long steps) {
        return List.of(
                "train",
                "--env",
                "InvertedPendulum-v5",
                "--preset",
                "sac",
                "--steps",
                Long.toString(steps),
                "--set",
                "threads=1",
                "--set",
                "random_steps=50",
                "--set",
                "sac.hidden=[16,16]",
                "--set",
                "sac.batch=16",
                "--set",
                "evaluation.every=100",
                "--set",
                "evaluation.episodes=1",
                "--out",
                out.toString());
    }
}
