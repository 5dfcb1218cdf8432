package dev.espalier.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.agent.Agent;
import dev.espalier.run.files.LogEnd;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.files.RunLogs;
import dev.espalier.run.loop.Score;
import dev.espalier.run.loop.Workshop;
import dev.espalier.store.ArrayData;
import dev.espalier.store.Checkpoint;
import dev.espalier.store.JsonFields;
import dev.espalier.store.StoreException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Converts a run to a checkpoint and back: agent, experience, trainer with environments and running episodes, the best
 * score so far, and where the logs end.
 */
final class RunState {

    private static final String AGENT = "agent";
    private static final String REPLAY = "replay";
    private static final String REPLAY_POSITION = "replay_position";
    private static final String BEST_SCORE = "best_score";
    private static final String BEST_LOST_EPISODES = "best_lost_episodes";
    private static final String BEST_IS_DECIDED = "best_is_decided";

    private RunState() {}

    /** The complete current state; for {@code logs} see {@link RunLogs#ends}. */
    static Checkpoint capture(
            Workshop workshop, Evaluations.Best best, SequencedMap<String, LogEnd> logs, double elapsedSeconds) {
        SequencedMap<String, ArrayData> agent = workshop.agent().state();
        FiniteWeights.require(agent);
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        workshop.trainer().save(state);
        state.put(REPLAY_POSITION, workshop.experience().position());
        // As text: JSON has no NaN.
        state.put(BEST_SCORE, Double.toString(best.score().meanReturn()));
        state.put(BEST_LOST_EPISODES, best.score().lostEpisodes());
        state.put(BEST_IS_DECIDED, best.isDecided());
        LogEnd.save(logs, state);
        SequencedMap<String, SequencedMap<String, ArrayData>> tensors = new LinkedHashMap<>();
        tensors.put(AGENT, agent);
        tensors.put(REPLAY, workshop.experience().state());
        return new Checkpoint(workshop.trainer().step(), tensors, state, elapsedSeconds);
    }

    /** Restores the state of a whole workshop. */
    static void restore(Checkpoint checkpoint, RunDirectory directory, Workshop workshop) {
        explained(checkpoint, directory, () -> {
            workshop.agent().restore(stored(checkpoint, AGENT));
            JsonFields fields = fields(checkpoint);
            workshop.experience().restore(stored(checkpoint, REPLAY), fields.count(REPLAY_POSITION));
            workshop.trainer().load(fields);
            if (workshop.trainer().step() != checkpoint.step()) {
                throw fields.wrong("step", "the step of the checkpoint");
            }
        });
    }

    /** Restores the state of an agent alone. */
    static void restore(Checkpoint checkpoint, RunDirectory directory, Agent agent) {
        explained(checkpoint, directory, () -> agent.restore(stored(checkpoint, AGENT)));
    }

    /** The best evaluation before the checkpoint. */
    static Evaluations.Best best(Checkpoint checkpoint) {
        JsonFields fields = fields(checkpoint);
        // Earlier versions did not record it.
        int lost = fields.has(BEST_LOST_EPISODES) ? fields.count(BEST_LOST_EPISODES) : 0;
        return new Evaluations.Best(new Score(fields.numberInText(BEST_SCORE), lost), fields.flag(BEST_IS_DECIDED));
    }

    /** The ends of the logs, see {@link RunLogs#ends}; empty for checkpoints of earlier versions. */
    static SequencedMap<String, LogEnd> logs(Checkpoint checkpoint) {
        return LogEnd.load(fields(checkpoint));
    }

    private static JsonFields fields(Checkpoint checkpoint) {
        return JsonFields.stored("state.json of the checkpoint of step " + checkpoint.step(), checkpoint.state());
    }

    private static void explained(Checkpoint checkpoint, RunDirectory directory, Runnable restoring) {
        try {
            restoring.run();
        } catch (IllegalArgumentException e) {
            // The checksums were correct, so the configuration or the version of Espalier must have changed.
            throw new StoreException(
                    "The checkpoint of step " + checkpoint.step() + " does not fit " + directory.config() + ": "
                            + e.getMessage()
                            + ". Undo the change to the configuration, go on with the version that made the run (metadata.json names"
                            + " it), or start a new run.",
                    e);
        }
    }

    private static SequencedMap<String, ArrayData> stored(Checkpoint checkpoint, String name) {
        SequencedMap<String, ArrayData> arrays = checkpoint.tensors().get(name);
        if (arrays == null) {
            throw new StoreException("The checkpoint of step " + checkpoint.step() + " has no " + name
                    + ".safetensors: it was not written by this version of Espalier");
        }
        return arrays;
    }
}
