package dev.espalier.run;

import dev.espalier.env.Environment;
import dev.espalier.env.EnvironmentProvider;
import dev.espalier.env.Task;
import dev.espalier.run.loop.RunListener;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with a run from a program. Methods that set something return this object.
 *
 * @see Training#resume
 */
public final class ResumedTraining {

    private final Path directory;
    private @Nullable Task task;
    private Resumption.@Nullable Steps steps;
    private boolean acceptsChanges;
    private RunListener listener = RunListener.NOBODY;
    private BooleanSupplier stop = () -> false;

    ResumedTraining(Path directory) {
        this.directory = directory;
    }

    /** The task of the run, if it is not on the class path; see {@link Training#environment(Supplier)}. */
    public ResumedTraining environment(Supplier<? extends Environment> maker) {
        task = Task.of(maker);
        return this;
    }

    /** The task of the run, if it is not on the class path. */
    public ResumedTraining environment(EnvironmentProvider provider) {
        task = Task.of(provider);
        return this;
    }

    /** Goes on to so many steps, counted from the start of the run, at least as many as it was to have. */
    public ResumedTraining steps(long wanted) {
        steps = new Resumption.Steps("steps(" + wanted + ")", wanted);
        return this;
    }

    /** Goes on although files of the task's model, or classes of the task or agent, are not as they were. */
    public ResumedTraining acceptChanges() {
        acceptsChanges = true;
        return this;
    }

    /** Hears of the run's progress. */
    public ResumedTraining listener(RunListener ears) {
        listener = ears;
        return this;
    }

    /** Saves and ends the run when this is true; asked after every step. */
    public ResumedTraining stopWhen(BooleanSupplier condition) {
        stop = condition;
        return this;
    }

    /**
     * Trains, until the end or until it is to stop.
     *
     * @throws dev.espalier.config.ConfigException if its steps cannot be these, or its task is another or unknown
     * @throws dev.espalier.run.files.RunDirectoryException if it is no run, or what it depends on has changed
     * @throws TrainingDivergedException if a network produced a non-finite number; evidence has been saved
     */
    public TrainingRun.Result run() {
        return TrainingRun.resume(directory, new Resumption(task, steps, acceptsChanges), listener, stop);
    }
}
