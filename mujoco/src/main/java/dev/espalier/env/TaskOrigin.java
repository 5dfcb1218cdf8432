package dev.espalier.env;

import java.nio.file.Path;
import java.util.List;

/**
 * What of a user's own a task is made of, so that a change of it can be noticed.
 *
 * @param code classes of the class path, of which the task's others are neighbours
 * @param models files of MuJoCo models, which may name further files
 */
public record TaskOrigin(List<Class<?>> code, List<Path> models) {

    public TaskOrigin {
        code = List.copyOf(code);
        models = List.copyOf(models);
    }
}
