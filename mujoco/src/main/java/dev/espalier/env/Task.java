package dev.espalier.env;

import java.util.function.Supplier;

/**
 * A task that can be trained on: its description, and how its environments are made. {@link Environments#task} finds one
 * by its id; {@link #of} makes one of a class, without any file that names it.
 */
public interface Task {

    /** The description. */
    EnvironmentSpec spec();

    /**
     * Creates an environment, including its time limit.
     *
     * @throws BadEnvironmentException if a user's environment differs from its description, now or later
     */
    Environment make();

    /**
     * The user's own parts of the task; empty for one that comes with Espalier.
     *
     * @throws BadEnvironmentException as {@link #make}
     */
    TaskOrigin origin();

    /**
     * A task of environments that this supplier makes, such as {@code MyTask::new}. Every call must give a new object, as
     * training and evaluation have environments of their own. One is made at once, to ask for its id and spaces. An episode
     * may have a million steps at most; for another limit give an {@link
     * EnvironmentProvider}.
     *
     * @throws BadEnvironmentException if none can be made, or it cannot be used
     */
    static Task of(Supplier<? extends Environment> maker) {
        return of(SuppliedEnvironment.of(maker));
    }

    /**
     * A task of a provider that is given as an object.
     *
     * @throws BadEnvironmentException if its description cannot be used
     */
    static Task of(EnvironmentProvider provider) {
        ProvidedEnvironments.requireUsable(provider);
        return new ProvidedTask(provider);
    }
}
