package dev.espalier.run;

import dev.espalier.agent.Agent;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.config.ConfigException;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.RunConfig;
import dev.espalier.env.Environment;
import dev.espalier.env.Environments;
import dev.espalier.env.Task;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.files.RunDirectoryException;
import dev.espalier.run.files.RunInputs;
import dev.espalier.run.files.RunMetadata;
import dev.espalier.run.files.ShellWord;
import dev.espalier.run.loop.AgentFactory;
import dev.espalier.run.loop.Blueprints;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.Policies;
import dev.espalier.run.loop.RunListener;
import dev.espalier.run.loop.Score;
import dev.espalier.run.loop.Workshop;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.Checkpoint;
import dev.espalier.store.CheckpointStore;
import dev.espalier.store.StoreException;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Operations on a whole run: start it, resume it, evaluate its policy. For a program there is {@link Training}. */
public final class TrainingRun {

    private TrainingRun() {}

    /** How a run ended. */
    public enum Outcome {
        /** All steps are done. */
        FINISHED,
        /** A stop was requested; a checkpoint was written first. */
        INTERRUPTED
    }

    /**
     * One evaluation.
     *
     * @param step environment steps of training before it
     */
    public record Evaluation(long step, Evaluator.Result result) {}

    /**
     * The result of a run.
     *
     * @param config its configuration
     * @param evaluations the evaluations since this start or resume, in order
     * @param best the best score of the run; NaN before the first evaluation
     * @param before parameters of the networks at the start of the run
     * @param now parameters of the networks that are left
     * @param policy the deterministic policy as it is now
     */
    public record Result(
            Outcome outcome,
            RunConfig config,
            List<Evaluation> evaluations,
            Score best,
            ParameterCount before,
            ParameterCount now,
            TrainedPolicy policy) {

        public Result {
            evaluations = List.copyOf(evaluations);
        }

        /** The last evaluation since this start or resume; null if there was none. */
        public Evaluator.@Nullable Result lastEvaluation() {
            return evaluations.isEmpty() ? null : evaluations.getLast().result();
        }
    }

    /** {@link #start(RunConfig, Task, Path, RunListener, BooleanSupplier)} on the task whose id the configuration has. */
    public static Result start(RunConfig config, Path directory, RunListener listener, BooleanSupplier stopRequested) {
        return start(config, Environments.task(config.env()), directory, listener, stopRequested);
    }

    /**
     * Trains from the start.
     *
     * @param task the task of the configuration's id
     * @param directory the run directory; must not exist yet or be empty
     * @param stopRequested polled after every step; when it returns true, the run saves a checkpoint and ends
     * @throws ConfigException if pruning has neither pressure nor target size, or the target cannot be reached
     * @throws TrainingDivergedException if a network produced a non-finite number; evidence has been saved
     */
    public static Result start(
            RunConfig config, Task task, Path directory, RunListener listener, BooleanSupplier stopRequested) {
        requireAim(config);
        // Built before the directory is created: an invalid configuration should leave no directory behind.
        try (Workshop workshop = Workshop.build(config, task, listener)) {
            RunDirectory run = RunDirectory.create(directory);
            try (RunDirectory.Lock _ = run.lock()) {
                // Another run may have begun and ended here since.
                run.requireEmpty();
                AtomicFiles.writeString(run.config(), ConfigFile.toYaml(config));
                try (Session session = Session.fresh(config, run, workshop, listener)) {
                    return train(session, config, workshop, stopRequested);
                }
            }
        }
    }

    private static void requireAim(RunConfig config) {
        if (config.prune().isAimless()) {
            throw new ConfigException(
                    "prune.nu is 0 for every network, and there is no size to end with, so that no unit would ever"
                            + " go; give a size, such as --target-params 15k, or a pressure, such as --set prune.nu.policy=0.5");
        }
    }

    /**
     * Builds what {@link #start} would train with, and writes nothing.
     *
     * @throws ConfigException as {@link #start}
     */
    public static void check(RunConfig config) {
        requireAim(config);
        Workshop.build(config, RunListener.NOBODY).close();
    }

    /** {@link #resume(Path, Resumption, RunListener, BooleanSupplier)} as the run was. */
    public static Result resume(Path directory, RunListener listener, BooleanSupplier stopRequested) {
        return resume(directory, Resumption.UNCHANGED, listener, stopRequested);
    }

    /**
     * Continues a run from its last undamaged checkpoint, bit-exactly unless its task or steps are others. A run without a
     * checkpoint starts anew, unless its checkpoints were not kept.
     *
     * @throws ConfigException if its steps cannot be these, or its task is another or unknown
     * @throws RunDirectoryException if files of its model, or of the class path of its task or agent, have changed
     * @throws TrainingDivergedException if a network produced a non-finite number; evidence has been saved
     */
    public static Result resume(Path directory, Resumption how, RunListener listener, BooleanSupplier stopRequested) {
        RunDirectory run = RunDirectory.open(directory);
        RunConfig before = ConfigFile.read(run.config());
        Task task = task(run, before, how.task());
        if (Session.checkpoints(run, before).isEmpty()) {
            RecordsOnly.requireYoung(run, before);
        }
        Resumption.Steps steps = how.steps();
        RunConfig config = steps == null ? before : before.lasting(steps.where(), steps.count());
        List<String> changes = changes(run, config, task);
        if (!changes.isEmpty() && !how.acceptChanges()) {
            throw new RunDirectoryException(
                    "%s depends on what is not as it was: %s. Undo that, or go on with what is there now: espalier resume --accept-changes %s"
                            .formatted(directory, String.join(", ", changes), ShellWord.of(directory)));
        }
        ConfigFile.notice(run.config()).ifPresent(listener::onMessage);
        if (steps != null && before.evaluation().stopAt() != null) {
            listener.onMessage("evaluation.stop_at, " + before.evaluation().stopAt() + ", ends the run no more");
        }
        tell(changes, listener);
        try (RunDirectory.Lock _ = run.lock();
                Workshop workshop = Workshop.build(config, task, listener);
                Session session = Session.resumed(config, run, workshop, listener)) {
            if (!config.equals(before)) {
                AtomicFiles.writeString(run.config(), ConfigFile.toYaml(config));
            }
            return train(session, config, workshop, stopRequested);
        }
    }

    private static Result train(Session session, RunConfig config, Workshop workshop, BooleanSupplier stopRequested) {
        Outcome outcome = session.run(stopRequested);
        return new Result(
                outcome,
                config,
                session.evaluations(),
                session.bestScore(),
                ParameterCount.of(Blueprints.of(config, workshop.task().spec())),
                ParameterCount.of(workshop.agent().blueprint()),
                TrainedPolicy.of(
                        workshop.agent(),
                        config,
                        workshop.trainer().step(),
                        workshop.environments().get(0).actionSpace()));
    }

    /**
     * Runs whole episodes with the deterministic policy of a run, see {@link #policy}, always on the CPU.
     *
     * @param seed determines the start states
     * @throws dev.espalier.nn.DivergenceException if the policy returns a non-finite number
     */
    public static Evaluator.Result evaluate(Path directory, int episodes, long seed, RunListener listener) {
        return evaluate(policy(directory, false, listener), episodes, seed);
    }

    /**
     * Runs the same episodes with a given policy.
     *
     * @param seed determines the start states
     * @throws dev.espalier.nn.DivergenceException if the policy returns a non-finite number
     */
    public static Evaluator.Result evaluate(TrainedPolicy trained, int episodes, long seed) {
        return evaluate(trained, Environments.task(trained.env()), episodes, seed);
    }

    /**
     * Runs the same episodes on a task of a program's own.
     *
     * @param task as the policy was trained on
     * @param seed determines the start states
     * @throws dev.espalier.nn.DivergenceException if the policy returns a non-finite number
     */
    public static Evaluator.Result evaluate(TrainedPolicy trained, Task task, int episodes, long seed) {
        RandomStreams streams = new RandomStreams(seed);
        try (Evaluator evaluator = new Evaluator(task.make())) {
            return evaluator.evaluate(
                    Policies.checked(trained.policy()), episodes, episode -> streams.seedOf("evaluation", episode));
        }
    }

    /**
     * The deterministic policy of a run's last undamaged checkpoint; without checkpoints, as of a published run, that
     * of its end. From now on the whole process computes matrix products in float32, so do not call it beside a run
     * with another precision.
     *
     * @param round whether to round undecided gates: theta of at least 0.5 becomes 1, the other units are removed
     * @throws RunDirectoryException if neither was kept
     */
    public static TrainedPolicy policy(Path directory, boolean round, RunListener listener) {
        RunDirectory run = RunDirectory.open(directory);
        RunConfig config = ConfigFile.read(run.config());
        Task task = task(run, config, null);
        CheckpointStore checkpoints = Session.checkpoints(run, config);
        if (checkpoints.isEmpty()) {
            return RecordsOnly.policy(run, config, round, listener);
        }
        Checkpoint checkpoint = checkpoints.latest(listener::onMessage);
        try {
            tell(changes(run, config, task), listener);
        } catch (StoreException e) {
            // Without metadata.json the policy works as well; only changes cannot be reported.
            listener.onMessage(String.valueOf(e.getMessage()));
        }
        Compute compute = Compute.on(Compute.Kind.CPU, config.threads());
        Agent agent = AgentFactory.create(config, task.spec(), new RandomStreams(config.seed()), compute);
        RunState.restore(checkpoint, run, agent);
        if (round) {
            agent.enter(1);
        }
        try (Environment environment = task.make()) {
            return TrainedPolicy.of(agent, config, checkpoint.step(), environment.actionSpace());
        }
    }

    private static List<String> changes(RunDirectory run, RunConfig config, Task task) {
        return RunMetadata.inputs(run.metadata())
                .map(before -> RunInputs.differences(before, config, task))
                .orElse(List.of());
    }

    private static void tell(List<String> changes, RunListener listener) {
        if (!changes.isEmpty()) {
            listener.onMessage("what the run depends on is not as it was: " + String.join(", ", changes));
        }
    }

    /**
     * The task of a run.
     *
     * @param given null to look for its id
     * @throws ConfigException if it is unknown here, or not the one given
     */
    private static Task task(RunDirectory run, RunConfig config, @Nullable Task given) {
        if (given == null) {
            try {
                return Environments.task(config.env());
            } catch (IllegalArgumentException e) {
                throw new ConfigException(run.config() + ": " + e.getMessage(), e);
            }
        }
        if (!given.spec().id().equals(config.env())) {
            throw new ConfigException("%s: the run is on %s, but the environment that is given is %s"
                    .formatted(run.config(), config.env(), given.spec().id()));
        }
        return given;
    }

    /** SHA-256 of the complete training state in the last undamaged checkpoint. Task and agent may be unknown here. */
    public static String digest(Path directory, RunListener listener) {
        RunDirectory run = RunDirectory.open(directory);
        return new CheckpointStore(run.checkpoints(), 1)
                .latest(listener::onMessage)
                .digest();
    }
}
