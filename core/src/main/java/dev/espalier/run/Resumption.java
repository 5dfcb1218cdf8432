package dev.espalier.run;

import dev.espalier.env.Task;
import org.jspecify.annotations.Nullable;

/**
 * How a run is to go on.
 *
 * @param task its task; null for the one with the id in the run's configuration
 * @param steps environment steps of the whole run, at least as many as it was to have; null for as many
 * @param acceptChanges whether to go on although files of its model, or of the class path of its task or agent, are not
 *     as they were
 */
public record Resumption(@Nullable Task task, @Nullable Long steps, boolean acceptChanges) {

    /** As it was. */
    public static final Resumption UNCHANGED = new Resumption(null, null, false);
}
