package dev.espalier.run.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.env.BoxSpace;
import dev.espalier.env.SimulationException;
import dev.espalier.env.Step;
import dev.espalier.policy.Controller;
import dev.espalier.run.StatelessTask;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

    /**
     * The reward is the action; the seed is the number of steps; breaks in step 2 of seed 13, and at the start of seed
     * 0.
     */
    private static final class CountdownTask extends StatelessTask {

        private long left;
        private boolean breaks;

        CountdownTask() {
            super("Countdown", 1, new BoxSpace(new double[] {-2}, new double[] {2}));
        }

        @Override
        public double[] reset(long seed) {
            if (seed == 0) {
                throw new SimulationException("impossible start", new IllegalStateException());
            }
            left = seed;
            breaks = seed == 13;
            return new double[] {left};
        }

        @Override
        public Step step(double[] action) {
            left--;
            if (breaks && left < 12) {
                throw new SimulationException("broken", new IllegalStateException());
            }
            return new Step(new double[] {left}, action[0], left == 0, false, Map.of());
        }
    }

    /** Always answers 1.5. */
    private static final Controller CONSTANT = (observation, action) -> action[0] = 1.5;

    @Test
    void addsUpEpisodes() {
        long[] seeds = {2, 4};
        try (Evaluator evaluator = new Evaluator(new CountdownTask())) {
            Evaluator.Result result = evaluator.evaluate(CONSTANT, 2, episode -> seeds[(int) episode]);

            assertThat(result.returns()).containsExactly(3.0, 6.0);
            assertThat(result.lengths()).containsExactly(2, 4);
            assertThat(result.mean()).isEqualTo(4.5);
            assertThat(result.std()).isEqualTo(1.5);
            assertThat(result.meanLength()).isEqualTo(3);
            assertThat(result.lostEpisodes()).isZero();
        }
    }

    @Test
    void brokenEpisodeCountsWithWhatItHadAndIsReported() {
        try (Evaluator evaluator = new Evaluator(new CountdownTask())) {
            Evaluator.Result result = evaluator.evaluate(CONSTANT, 1, episode -> 13);

            assertThat(result.returns()).containsExactly(1.5);
            assertThat(result.lostEpisodes()).isOne();
            assertThat(result.score()).isEqualTo(new Score(1.5, 1));
        }
    }

    @Test
    void anEpisodeThatCannotStartIsLostAndTheNextIsPlayed() {
        try (Evaluator evaluator = new Evaluator(new CountdownTask())) {
            Evaluator.Result result = evaluator.evaluate(CONSTANT, 2, episode -> 2 * episode);

            assertThat(result.returns()).containsExactly(0.0, 3.0);
            assertThat(result.lengths()).containsExactly(0, 2);
            assertThat(result.lostEpisodes()).isOne();
        }
    }
}
