package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.config.ConfigLoader;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.RunConfig;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.run.loop.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Small real runs, and comparison of two runs. */
public final class TestRuns {

    /** Some of everything: episodes that end, updates, log rows, evaluations and checkpoints. */
    private static final List<String> SMALL = List.of(
            "env=InvertedPendulum-v5",
            "preset=sac",
            "steps=300",
            "threads=1",
            "random_steps=50",
            "log_every=20",
            "evaluation.every=100",
            "evaluation.episodes=1",
            "checkpoint.every=50");

    private static final List<String> SAC = List.of("sac.hidden=[16, 16]", "sac.batch=16");

    /** Settings for TD3. */
    static final String[] TD3 = {
        "agent=td3", "preset=plain", "td3.hidden=[16, 16]", "td3.batch=16", "td3.policy_delay=3"
    };

    /** Settings for PPO, with rollouts of 20 steps, which is not a multiple of anything else. */
    static final String[] PPO = {
        "agent=ppo",
        "preset=plain",
        "random_steps=0",
        "ppo.hidden=[16, 16]",
        "ppo.rollout=20",
        "ppo.batch=8",
        "ppo.epochs=5"
    };

    /**
     * Settings for pruning within 300 steps: pre-training after step 50, theta free from step 60 and rounded at step
     * 240; no gate is open for good before. Updates leave out closed units, and use two threads.
     */
    static final String[] PRUNING = {
        "ofe.units=8",
        "ofe.layers=2",
        "ofe.pretrain_updates=30",
        "ofe.diagonals=true",
        "prune.gates=true",
        "prune.leave_out.from_weights=0",
        "threads=2",
        "prune.warmup_end=0.2",
        "prune.round_at=0.8",
        "prune.open_after=1000",
        "prune.theta_learning_rate=0.05",
        "prune.nu={ofe: 0.3, policy: 0.3, critic: 0.3}"
    };

    static final BooleanSupplier NEVER = () -> false;

    private TestRuns() {}

    /** Both lists of settings; later ones override earlier ones. */
    static String[] both(String[] first, String... second) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(String[]::new);
    }

    /** The small run with some settings changed, each {@code key=value}. */
    public static RunConfig config(String... changes) {
        List<String> assignments = new ArrayList<>(SMALL);
        if (Arrays.stream(changes).noneMatch(change -> change.startsWith("agent="))) {
            assignments.addAll(SAC);
        }
        assignments.addAll(List.of(changes));
        List<String> ids = Environments.all().stream().map(EnvironmentSpec::id).toList();
        return new ConfigLoader(ids).load(new ConfigRequest(null, assignments, Map.of()));
    }

    /** Trains without interruption. */
    static Path straight(Path directory, String... changes) {
        assertThat(TrainingRun.start(config(changes), directory, new Heard(), NEVER)
                        .outcome())
                .isEqualTo(TrainingRun.Outcome.FINISHED);
        return directory;
    }

    /** Trains until this step is reached. */
    static Path interrupted(Path directory, long step, String... changes) {
        Heard heard = new Heard();
        assertThat(TrainingRun.start(config(changes), directory, heard, heard.reached(step))
                        .outcome())
                .isEqualTo(TrainingRun.Outcome.INTERRUPTED);
        return directory;
    }

    /** Trains to the end and returns the messages. */
    static List<String> finish(Path directory) {
        Heard heard = new Heard();
        assertThat(TrainingRun.resume(directory, heard, NEVER).outcome()).isEqualTo(TrainingRun.Outcome.FINISHED);
        return heard.messages;
    }

    /** Digest of the last checkpoint, which must be undamaged. */
    static String digest(Path directory) {
        Heard heard = new Heard();
        String digest = TrainingRun.digest(directory, heard);
        assertThat(heard.messages).isEmpty();
        return digest;
    }

    /** Two runs have the same state and have written the same numbers, except speeds. */
    static void assertSameRun(Path actual, Path expected) throws IOException {
        assertThat(digest(actual)).isEqualTo(digest(expected));
        assertThat(tableWithoutSpeed(actual.resolve("progress.csv")))
                .hasSizeGreaterThan(2)
                .isEqualTo(tableWithoutSpeed(expected.resolve("progress.csv")));
        for (String name : List.of("prune_events.jsonl", "structure.json", "theta_history.jsonl", "inputs.json")) {
            assertThat(actual.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
        }
        assertThat(actual.resolve("evaluations.csv")).hasSameTextualContentAs(expected.resolve("evaluations.csv"));
        for (String name : List.of("ladder", "policy", "best")) {
            assertSameFiles(actual.resolve(name), expected.resolve(name));
        }
    }

    private static void assertSameFiles(Path actual, Path expected) throws IOException {
        List<Path> files = files(expected);
        assertThat(files(actual)).isNotEmpty().isEqualTo(files);
        for (Path file : files) {
            assertThat(actual.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static List<List<String>> tableWithoutSpeed(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add(new ArrayList<>(Arrays.asList(line.split(",", -1))));
        }
        for (String column : List.of("time/fps", "time/updates_per_second")) {
            int speed = rows.getFirst().indexOf(column);
            assertThat(speed).isPositive();
            rows.forEach(row -> row.remove(speed));
        }
        return rows;
    }

    /** Command line of a child process with this process's classes. */
    static List<String> java(Class<?> main, Path directory, String... changes) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                directory.toString()));
        command.addAll(List.of(changes));
        return command;
    }

    /** Records progress and messages of a run. */
    static final class Heard implements RunListener {

        final List<String> messages = new ArrayList<>();
        private long step;
        private String remark = "";

        BooleanSupplier reached(long wanted) {
            return () -> step >= wanted;
        }

        long step() {
            return step;
        }

        BooleanSupplier remarked(String wanted) {
            return () -> remark.equals(wanted);
        }

        @Override
        public void onStep(Progress progress) {
            step = progress.step();
            remark = progress.remark();
        }

        @Override
        public void onEvaluation(long evaluated, List<Double> returns) {}

        @Override
        public void onMessage(String message) {
            messages.add(message);
        }
    }
}
