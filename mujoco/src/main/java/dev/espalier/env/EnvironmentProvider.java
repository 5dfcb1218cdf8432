package dev.espalier.env;

/**
 * Adds a task that does not come with Espalier. {@link java.util.ServiceLoader} finds classes by {@code
 * META-INF/services/dev.espalier.env.EnvironmentProvider} on the class path; {@code --env} then accepts the id.
 */
public interface EnvironmentProvider {

    /** The task's description. Its id, used in file names, has letters, digits, {@code .}, {@code _} and {@code -}. */
    EnvironmentSpec spec();

    /** Creates an environment, which must enforce its time limit. */
    Environment make();
}
