package dev.espalier.run;

import dev.espalier.config.ConfigLoader;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.Given;
import dev.espalier.config.RunConfig;
import dev.espalier.env.Environment;
import dev.espalier.env.EnvironmentProvider;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.env.Task;
import dev.espalier.run.loop.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains from a program, with the settings and defaults of {@code espalier train}:
 *
 * <pre>{@code
 * TrainingRun.Result result = Training.sac()
 *         .preset("plain")
 *         .environment(MyTask::new)
 *         .steps(20_000)
 *         .run(Path.of("runs/mine"));
 * }</pre>
 *
 * <p>Errors in settings name the calls of this class. Not thread-safe. Methods that set something return this object.
 */
public final class Training {

    private final List<Given> given = new ArrayList<>();
    private @Nullable Path config;
    private @Nullable Task task;
    private RunListener listener = RunListener.NOBODY;
    private BooleanSupplier stop = () -> false;

    private Training() {}

    /** Trains soft actor-critic. */
    public static Training sac() {
        return new Training().give("sac()", "agent", "sac");
    }

    /** Trains TD3. */
    public static Training td3() {
        return new Training().give("td3()", "agent", "td3");
    }

    /** Trains PPO. */
    public static Training ppo() {
        return new Training().give("ppo()", "agent", "ppo");
    }

    /** Trains any agent by its name, such as one of an {@link dev.espalier.config.AgentProvider}. */
    public static Training agent(String name) {
        return new Training().give("agent(" + name + ")", "agent", name);
    }

    /** Goes on with a run from its last checkpoint. */
    public static ResumedTraining resume(Path directory) {
        return new ResumedTraining(directory);
    }

    /** Trains on the task with this id: one that comes with Espalier, one of the class path, or a model's path. */
    public Training environment(String id) {
        task = null;
        return give("environment(" + id + ")", "env", id);
    }

    /**
     * Trains on a task of your own. Training has as many environments as {@code environments} says, evaluation another.
     *
     * @param maker makes a new one at every call, such as {@code MyTask::new}
     * @throws dev.espalier.env.BadEnvironmentException if it makes none that can be used
     */
    public Training environment(Supplier<? extends Environment> maker) {
        return environment(Task.of(maker));
    }

    /**
     * Trains on a task of your own, with its time limit.
     *
     * @throws dev.espalier.env.BadEnvironmentException if its description cannot be used
     */
    public Training environment(EnvironmentProvider provider) {
        return environment(Task.of(provider));
    }

    private Training environment(Task own) {
        String id = own.spec().id();
        give("environment of id " + id, "env", id);
        task = own;
        return this;
    }

    /** Starts from named settings, such as {@code plain} or {@code prune}. */
    public Training preset(String name) {
        return give("preset(" + name + ")", "preset", name);
    }

    /** Starts from a YAML file of settings, which override those of the preset. */
    public Training config(Path file) {
        config = file;
        return this;
    }

    /** Environment steps of the whole run; at least 1. */
    public Training steps(long steps) {
        return give("steps(" + steps + ")", "steps", steps);
    }

    /** Start of all random streams. */
    public Training seed(long seed) {
        return give("seed(" + seed + ")", "seed", seed);
    }

    /** Maximum number of parameters that are deployed at the end, with a preset that prunes; at least 1. */
    public Training targetParameters(long parameters) {
        return give("targetParameters(" + parameters + ")", "prune.target.deployed", parameters);
    }

    /** Ends the run before its last step at an evaluation with this mean return, once no gate is undecided. */
    public Training stopAt(double meanReturn) {
        return give("stopAt(" + meanReturn + ")", "evaluation.stop_at", meanReturn);
    }

    /**
     * Any other setting.
     *
     * @param key such as {@code sac.learning_rate}; {@code defaults.yml} explains all of them
     * @param value a number, a truth value, a text, or a list of them
     */
    public Training set(String key, Object value) {
        return give("set(" + key + ", " + value + ")", key, value);
    }

    /** Hears of the run's progress. */
    public Training listener(RunListener ears) {
        listener = ears;
        return this;
    }

    /** Saves and ends the run when this is true; asked after every step. {@link #resume} goes on. */
    public Training stopWhen(BooleanSupplier condition) {
        stop = condition;
        return this;
    }

    /**
     * All settings, with the defaults of those that were not given.
     *
     * @throws dev.espalier.config.ConfigException if one is wrong; names the call that gave it
     */
    public RunConfig settings() {
        Set<String> ids = new TreeSet<>();
        Environments.all().stream().map(EnvironmentSpec::id).forEach(ids::add);
        if (task != null) {
            ids.add(task.spec().id());
        }
        return new ConfigLoader(ids).load(new ConfigRequest(config, given));
    }

    /**
     * Trains, until the end or until it is to stop.
     *
     * @param directory the run directory; must not exist yet or be empty
     * @throws dev.espalier.config.ConfigException if a setting is wrong; names the call that gave it
     * @throws dev.espalier.run.files.RunDirectoryException if the directory cannot be used
     * @throws TrainingDivergedException if a network produced a non-finite number; evidence has been saved
     */
    public TrainingRun.Result run(Path directory) {
        RunConfig settings = settings();
        Task trained = Objects.requireNonNullElseGet(task, () -> Environments.task(settings.env()));
        return TrainingRun.start(settings, trained, directory, listener, stop);
    }

    private Training give(String call, String key, Object value) {
        given.add(Given.call(call, key, value));
        return this;
    }
}
