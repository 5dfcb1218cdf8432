package dev.espalier.env;

import dev.espalier.mujoco.MjModel;

/**
 * A task for users' own MuJoCo models: {@code --env path/to/model.xml} trains on that file with the rules of this
 * class, which {@link java.util.ServiceLoader} finds by {@code META-INF/services/dev.espalier.env.ModelTask}.
 */
public interface ModelTask {

    /**
     * The description of the task on a model.
     *
     * @param id path of the model as given by the user; the returned spec must have this id
     * @param model closed by the caller
     */
    default EnvironmentSpec spec(String id, MjModel model) {
        return spec(id);
    }

    /** The description for rules that do not depend on the model. One of the two methods must be implemented. */
    default EnvironmentSpec spec(String id) {
        throw new BadEnvironmentException(
                getClass().getName() + " does not tell what it is; implement spec(String id, MjModel model)");
    }

    /**
     * Creates an environment.
     *
     * @param spec result of {@link #spec}
     * @param model owned and closed by the environment
     */
    Environment make(EnvironmentSpec spec, MjModel model);
}
