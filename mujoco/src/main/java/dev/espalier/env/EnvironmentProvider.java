package dev.espalier.env;

/**
 * Makes a task known that does not come with Espalier. Classes that {@code META-INF/services/dev.espalier.env.EnvironmentProvider}
 * names on the class path are found by {@link java.util.ServiceLoader}; from then on {@code --env} takes the task's id.
 */
public interface EnvironmentProvider {

    /** What is known about the task. Its id has letters, digits, {@code .}, {@code _} and {@code -}: it becomes part of file names. */
    EnvironmentSpec spec();

    /** A new environment, its time limit included. */
    Environment make();
}
