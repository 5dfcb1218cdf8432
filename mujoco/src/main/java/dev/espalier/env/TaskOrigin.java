package dev.espalier.env;

import java.nio.file.Path;
import java.util.List;

/**
 * The user's own parts of a task, to detect changes.
 *
 * @param code classes of the class path; other classes of the task are next to them
 * @param models files of MuJoCo models, which may refer to further files
 */
public record TaskOrigin(List<Class<?>> code, List<Path> models) {

    public TaskOrigin {
        code = List.copyOf(code);
        models = List.copyOf(models);
    }
}
