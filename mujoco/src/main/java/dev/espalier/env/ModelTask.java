package dev.espalier.env;

import dev.espalier.mujoco.MjModel;

/**
 * A task for MuJoCo models of a user's own: {@code --env path/to/model.xml} trains on that file by the rules of this class. The one
 * that {@code META-INF/services/dev.espalier.env.ModelTask} names on the class path is found by {@link java.util.ServiceLoader}.
 */
public interface ModelTask {

    /**
     * What is known about the task on a model, whose sizes may decide those of observations and actions.
     *
     * @param id the model's path as it was given, which is the id of what is returned
     * @param model closed by the caller afterwards
     */
    default EnvironmentSpec spec(String id, MjModel model) {
        return spec(id);
    }

    /** The same, of rules that need no look at the model. One of the two is to be implemented. */
    default EnvironmentSpec spec(String id) {
        throw new BadEnvironmentException(
                getClass().getName() + " does not tell what it is; implement spec(String id, MjModel model)");
    }

    /**
     * A new environment.
     *
     * @param spec what {@link #spec} gave
     * @param model owned and in the end closed by the environment
     */
    Environment make(EnvironmentSpec spec, MjModel model);
}
