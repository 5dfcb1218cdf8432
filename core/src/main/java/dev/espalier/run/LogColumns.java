package dev.espalier.run;

import dev.espalier.agent.Agent;
import dev.espalier.config.RunConfig;
import dev.espalier.run.loop.Trainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The columns of {@code progress.csv}, with the tags of Stable-Baselines3. */
final class LogColumns {

    private static final String RETURN = "rollout/ep_rew_mean";
    private static final String LENGTH = "rollout/ep_len_mean";
    private static final String LOST = "rollout/lost_episodes";
    private static final String STEPS_PER_SECOND = "time/fps";
    private static final String UPDATES_PER_SECOND = "time/updates_per_second";
    private static final String TOTAL_STEPS = "time/total_timesteps";
    private static final String UPDATES = "train/n_updates";

    private LogColumns() {}

    /** All columns that a run can fill. */
    static List<String> of(RunConfig config, Agent agent) {
        List<String> columns = new ArrayList<>(
                List.of(RETURN, LENGTH, LOST, STEPS_PER_SECOND, UPDATES_PER_SECOND, TOTAL_STEPS, UPDATES));
        columns.addAll(agent.metricNames());
        if (Sizes.change(config)) {
            columns.addAll(Sizes.columns(agent));
        }
        return columns;
    }

    /** The current values, without the columns that have no value yet. */
    static SequencedMap<String, Double> values(Trainer trainer, double stepsPerSecond, double updatesPerSecond) {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        if (!Double.isNaN(trainer.episodes().lastReturn())) {
            values.put(RETURN, trainer.episodes().meanReturn());
            values.put(LENGTH, trainer.episodes().meanLength());
        }
        values.put(LOST, (double) trainer.lostEpisodes());
        values.put(STEPS_PER_SECOND, stepsPerSecond);
        values.put(UPDATES_PER_SECOND, updatesPerSecond);
        values.put(TOTAL_STEPS, (double) trainer.step());
        values.put(UPDATES, (double) trainer.updates());
        values.putAll(trainer.lastMetrics());
        return values;
    }
}
