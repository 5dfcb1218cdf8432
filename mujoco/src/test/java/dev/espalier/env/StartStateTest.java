package dev.espalier.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.ModelField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Start states have the distributions of Gymnasium's sources, but other random numbers. */
class StartStateTest {

    private static final int EPISODES = 400;

    @ParameterizedTest
    @CsvSource({
        "Ant-v5, 0.1, NORMAL, 0.1",
        "Ant-v2, 0.1, NORMAL, 0.1",
        "HalfCheetah-v5, 0.1, NORMAL, 0.1",
        "HalfCheetah-v2, 0.1, NORMAL, 0.1",
        "Hopper-v5, 0.005, UNIFORM, 0.005",
        "Hopper-v2, 0.005, UNIFORM, 0.005",
        "Humanoid-v5, 0.01, UNIFORM, 0.01",
        "HumanoidStandup-v5, 0.01, UNIFORM, 0.01",
        "InvertedDoublePendulum-v5, 0.1, NORMAL, 0.1",
        "InvertedPendulum-v5, 0.01, UNIFORM, 0.01",
        "Swimmer-v5, 0.1, UNIFORM, 0.1",
        "Walker2d-v5, 0.005, UNIFORM, 0.005",
        "Walker2d-v2, 0.005, UNIFORM, 0.005"
    })
    void noiseIsAddedToTheModelsStart(String id, double qposScale, String qvelKind, double qvelScale) {
        try (var environment = Environments.makeMujoco(id)) {
            double[] start = environment.model.get(ModelField.QPOS0);
            var positions = new Statistics(start.length);
            var speeds = new Statistics(environment.model.nv());
            for (int seed = 0; seed < EPISODES; seed++) {
                environment.reset(seed);
                positions.add(minus(environment.data.get(DataField.QPOS), start));
                speeds.add(environment.data.get(DataField.QVEL));
            }
            positions.assertUniform(qposScale);
            if (qvelKind.equals("NORMAL")) {
                speeds.assertNormal(qvelScale);
            } else {
                speeds.assertUniform(qvelScale);
            }
        }
    }

    @Test
    void reachersTargetFillsADisc() {
        try (var reacher = Environments.makeMujoco("Reacher-v5")) {
            int insideHalfTheArea = 0;
            for (int seed = 0; seed < EPISODES; seed++) {
                reacher.reset(seed);
                double[] qpos = reacher.data.get(DataField.QPOS);
                double[] qvel = reacher.data.get(DataField.QVEL);
                double radius = Math.hypot(qpos[2], qpos[3]);
                assertThat(radius).isLessThan(0.2);
                insideHalfTheArea += radius < 0.2 / Math.sqrt(2) ? 1 : 0;
                assertThat(Math.max(Math.abs(qpos[0]), Math.abs(qpos[1]))).isLessThan(0.1);
                assertThat(Math.max(Math.abs(qvel[0]), Math.abs(qvel[1]))).isLessThan(0.005);
                assertThat(qvel[2]).isZero();
                assertThat(qvel[3]).isZero();
            }
            // Binomial(400, 1/2) has a standard deviation of 10.
            assertThat(insideHalfTheArea).isBetween(160, 240);
        }
    }

    @Test
    void pushersCylinderStartsAwayFromTheGoal() {
        try (var pusher = Environments.makeMujoco("Pusher-v5")) {
            for (int seed = 0; seed < EPISODES; seed++) {
                pusher.reset(seed);
                double[] qpos = pusher.data.get(DataField.QPOS);
                double[] qvel = pusher.data.get(DataField.QVEL);
                assertThat(qpos[7]).isBetween(-0.3, 0.0);
                assertThat(qpos[8]).isBetween(-0.2, 0.2);
                assertThat(Math.hypot(qpos[7], qpos[8])).isGreaterThan(0.17);
                assertThat(qpos[9]).isZero();
                assertThat(qpos[10]).isZero();
                for (int i = 0; i < 7; i++) {
                    assertThat(Math.abs(qvel[i])).isLessThan(0.005).isPositive();
                }
                for (int i = 7; i < 11; i++) {
                    assertThat(qvel[i]).isZero();
                }
            }
        }
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    /** Moments over all entries of all episodes, and each entry's largest absolute value. */
    private static final class Statistics {

        private final double[] largest;
        private double sum;
        private double sumOfSquares;
        private int count;

        Statistics(int size) {
            largest = new double[size];
        }

        void add(double[] values) {
            for (int i = 0; i < values.length; i++) {
                largest[i] = Math.max(largest[i], Math.abs(values[i]));
                sum += values[i];
                sumOfSquares += values[i] * values[i];
                count++;
            }
        }

        /** U(-scale, scale) has the variance scale^2 / 3. */
        void assertUniform(double scale) {
            for (double entry : largest) {
                assertThat(entry).isBetween(0.97 * scale, scale * (1 + 1e-9));
            }
            assertMoments(scale / Math.sqrt(3));
        }

        /** The largest of 400 normal numbers is between 2.3 and 5 deviations in all but one of 10^4 cases. */
        void assertNormal(double scale) {
            for (double entry : largest) {
                assertThat(entry).isBetween(2.3 * scale, 5 * scale);
            }
            assertMoments(scale);
        }

        private void assertMoments(double deviation) {
            assertThat(sum / count).isCloseTo(0, within(5 * deviation / Math.sqrt(count)));
            assertThat(Math.sqrt(sumOfSquares / count)).isCloseTo(deviation, within(0.1 * deviation));
        }
    }
}
