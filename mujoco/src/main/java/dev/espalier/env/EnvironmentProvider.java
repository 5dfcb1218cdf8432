package dev.espalier.env;

/**
 * Adds a task that does not come with Espalier. {@link java.util.ServiceLoader} finds the classes that {@code
 * META-INF/services/dev.espalier.env.EnvironmentProvider} on the class path names. {@code --env} then accepts the
 * task's id.
 */
public interface EnvironmentProvider {

    /**
     * The task's description. Its id has letters, digits, {@code .}, {@code _} and {@code -}, as file names contain it.
     */
    EnvironmentSpec spec();

    /** Creates an environment, which must enforce its time limit. */
    Environment make();
}
