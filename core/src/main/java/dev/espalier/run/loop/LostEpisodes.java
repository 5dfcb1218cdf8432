package dev.espalier.run.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.env.SimulationException;
import dev.espalier.store.JsonFields;
import org.jspecify.annotations.Nullable;

/**
 * Counts the episodes that a simulator gave up. The first few are told one by one, then only every tenfold of their number; in the
 * end there is their sum. A run in which nothing else happens is ended.
 */
final class LostEpisodes {

    private static final int TOLD_ONE_BY_ONE = 3;

    private static final String LOST = "lost_episodes";

    /** After so many lost episodes without a single step between them that could be learnt from, there will be none. */
    private static final int HOPELESS = 200;

    private final RunListener listener;
    private long lost;
    private long inARow;
    private boolean collected;
    private @Nullable SimulationException last;

    LostEpisodes(RunListener listener) {
        this.listener = listener;
    }

    /** How many were lost so far. */
    long count() {
        return lost;
    }

    void save(ObjectNode node) {
        if (lost > 0) {
            node.put(LOST, lost);
        }
    }

    /** Takes over what {@link #save} wrote after so many steps; nothing, where no episode was lost, or by earlier versions. */
    void load(JsonFields fields, long steps) {
        lost = fields.has(LOST) ? fields.whole(LOST) : 0;
        collected = steps > lost;
    }

    /** A step that could be learnt from. */
    void collect() {
        inARow = 0;
        collected = true;
    }

    /**
     * An episode that was lost.
     *
     * @throws SimulationException if nothing but lost episodes came for long
     */
    void lose(long step, int environment, SimulationException failure) {
        lost++;
        inARow++;
        last = failure;
        if (lost <= TOLD_ONE_BY_ONE || Long.toString(lost).matches("10*")) {
            String sum = lost <= TOLD_ONE_BY_ONE ? "" : " (" + lost + " episodes so far)";
            listener.onMessage("step " + step + ", environment " + environment + ": " + failure.getMessage()
                    + "; its episode is dropped and a new one starts" + sum);
        }
        if (inARow >= HOPELESS) {
            throw hopeless(inARow, failure);
        }
    }

    /**
     * The run is at its end.
     *
     * @throws SimulationException if there was nothing but lost episodes
     */
    void end() {
        if (last != null && !collected) {
            throw hopeless(lost, last);
        }
        if (lost > TOLD_ONE_BY_ONE) {
            listener.onMessage(lost + " episodes were lost to the simulator in all");
        }
    }

    private SimulationException hopeless(long episodes, SimulationException cause) {
        return new SimulationException(
                "nothing can be learnt: the simulation broke down at the start or in the first step of each of the last "
                        + episodes
                        + " episodes; mend the model, with a smaller timestep say, or the task's start state. The last: "
                        + cause.getMessage(),
                cause);
    }
}
