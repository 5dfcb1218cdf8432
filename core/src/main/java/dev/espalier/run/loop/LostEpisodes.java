package dev.espalier.run.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.env.SimulationException;
import dev.espalier.store.JsonFields;
import org.jspecify.annotations.Nullable;

/**
 * Counts lost episodes: those that the simulator aborted. The first three are reported, then each power of ten, and the
 * total at the end. A run that yields nothing but lost episodes is stopped.
 */
final class LostEpisodes {

    private static final int TOLD_ONE_BY_ONE = 3;

    private static final String LOST = "lost_episodes";

    /** Lost episodes in a row, without any step to learn from, after which the run is stopped. */
    private static final int HOPELESS = 200;

    private final RunListener listener;
    private long lost;
    private long inARow;
    private boolean collected;
    private @Nullable SimulationException last;

    LostEpisodes(RunListener listener) {
        this.listener = listener;
    }

    long count() {
        return lost;
    }

    void save(ObjectNode node) {
        if (lost > 0) {
            node.put(LOST, lost);
        }
    }

    /** Reads what {@link #save} wrote after so many steps: nothing if no episode was lost, or in earlier versions. */
    void load(JsonFields fields, long steps) {
        lost = fields.has(LOST) ? fields.whole(LOST) : 0;
        collected = steps > lost;
    }

    /** Records a step that can be learnt from. */
    void succeeded() {
        inARow = 0;
        collected = true;
    }

    /** Records a lost episode; throws {@link SimulationException} after too many in a row. */
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

    /** Ends the run; throws {@link SimulationException} if all episodes were lost. */
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
