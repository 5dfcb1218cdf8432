package dev.espalier.agent.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.data.Rollout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers worked by hand, and the definition written out as the double sum that it is. */
class GaeTest {

    private static final double DISCOUNT = 0.9;
    private static final double LAMBDA = 0.5;

    private static Rollout.Path path(int[] environment, boolean... ends) {
        return new Rollout.Path(environment, Arrays.stream(environment).max().orElseThrow() + 1, ends);
    }

    @Test
    void advantagesOfOneEpisodeThatGoesOn() {
        float[] advantages = Gae.advantages(
                path(new int[] {0, 0, 0}, false, false, false),
                new float[] {1, 2, 3},
                new float[] {10, 20, 30},
                new float[] {20, 30, 40},
                new float[] {1, 1, 1},
                DISCOUNT,
                LAMBDA);

        // deltas 1 + 18 - 10 = 9, 2 + 27 - 20 = 9, 3 + 36 - 30 = 9; gamma lambda = 0.45: 9, 9 + 4.05, 9 + 0.45 * 13.05
        assertThat(advantages).containsExactly(new float[] {14.8725f, 13.05f, 9}, within(1e-5f));
    }

    /** The second step ends the task, so that what follows counts for nothing; the fourth runs into a time limit. */
    @Test
    void anEndCutsOffTheFutureAndATimeLimitDoesNot() {
        float[] advantages = Gae.advantages(
                path(new int[] {0, 0, 0, 0, 0}, false, true, false, true, false),
                new float[] {1, 2, 3, 4, 5},
                new float[] {10, 20, 30, 40, 50},
                new float[] {20, 99, 40, 60, 70},
                new float[] {1, 0, 1, 1, 1},
                DISCOUNT,
                LAMBDA);

        // deltas: 9; 2 - 20 = -18; 3 + 36 - 30 = 9; 4 + 54 - 40 = 18; 5 + 63 - 50 = 18
        assertThat(advantages)
                .containsExactly(new float[] {9 - 0.45f * 18, -18, 9 + 0.45f * 18, 18, 18}, within(1e-5f));
    }

    @Test
    void discountedSumsBeginAnewWithEachEpisode() {
        float[] sums = Gae.discountedSums(
                path(new int[] {0, 1, 0, 1, 0}, false, false, true, false, false), new float[] {1, 10, 2, 20, 3}, 0.5);

        assertThat(sums).containsExactly(1, 10, 2.5f, 25, 3);
    }

    /** Any number of environments whose steps come in any order: as if each had been on its own. */
    @Test
    void agreesWithTheDefinition() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(40);
            int environments = 1 + random.nextInt(4);
            int[] environment = random.ints(n, 0, environments).toArray();
            float[] r = floats(random, n);
            float[] v = floats(random, n);
            float[] next = floats(random, n);
            boolean[] ends = new boolean[n];
            float[] continues = new float[n];
            for (int i = 0; i < n; i++) {
                ends[i] = random.nextInt(5) == 0;
                continues[i] = ends[i] && random.nextBoolean() ? 0 : 1;
            }
            double discount = random.nextDouble();
            double lambda = random.nextDouble();

            float[] actual = Gae.advantages(
                    new Rollout.Path(environment, environments, ends), r, v, next, continues, discount, lambda);

            for (int t = 0; t < n; t++) {
                double expected = 0;
                double weight = 1;
                for (int i = t; i < n; i++) {
                    if (environment[i] == environment[t]) {
                        expected += weight * (r[i] + discount * continues[i] * next[i] - v[i]);
                        weight *= ends[i] ? 0 : discount * lambda;
                    }
                }
                assertThat((double) actual[t]).as("step %d of seed %d", t, seed).isCloseTo(expected, within(1e-4));
            }
        }
    }

    private static float[] floats(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
