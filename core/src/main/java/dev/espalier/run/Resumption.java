package dev.espalier.run;

import dev.espalier.env.Task;
import org.jspecify.annotations.Nullable;

/**
 * How a run is to go on.
 *
 * @param task its task; null for the one with the id in the run's configuration
 * @param steps environment steps of the whole run; null for as many as it was to have
 * @param acceptChanges whether to go on although files of its model, or of the class path of its task or agent, are not
 *     as they were
 */
public record Resumption(@Nullable Task task, @Nullable Steps steps, boolean acceptChanges) {

    /** As it was. */
    public static final Resumption UNCHANGED = new Resumption(null, null, false);

    /**
     * Steps of the whole run, from its start.
     *
     * @param where what the user wrote, such as {@code --steps 300k}, for messages
     * @param count at least as many as the run was to have
     */
    public record Steps(String where, long count) {}
}
