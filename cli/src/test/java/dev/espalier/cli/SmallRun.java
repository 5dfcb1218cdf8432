package dev.espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Arguments of a run that takes seconds. */
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

    /** A run with extractors that prunes within 300 steps, and further settings such as {@code evaluation.every=20}. */
    static String[] pruned(Path out, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("train", "--env", "InvertedPendulum-v5", "--preset", "sac", "--steps", "300"));
        List<String> settings = new ArrayList<>(List.of(
                "threads=1",
                "random_steps=50",
                "sac.hidden=[16,16]",
                "sac.batch=16",
                "evaluation.episodes=2",
                "ofe.units=8",
                "ofe.layers=2",
                "ofe.pretrain_updates=30",
                "ofe.diagonals=true",
                "prune.gates=true",
                "prune.warmup_end=0.2",
                "prune.theta_learning_rate=0.05",
                "prune.nu={ofe: 1, policy: 1, critic: 1}"));
        settings.addAll(List.of(more));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(List.of("--out", out.toString()));
        return arguments.toArray(String[]::new);
    }
}
