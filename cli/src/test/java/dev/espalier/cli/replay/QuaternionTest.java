package dev.espalier.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QuaternionTest {

    private static final double HALF_TURN = Math.sqrt(0.5);

    private static void assertQuaternion(double[] matrix, double... expected) {
        double[] read = Quaternion.ofMatrix(matrix, 0);
        for (int i = 0; i < 4; i++) {
            assertThat(read[i]).isCloseTo(expected[i], within(1e-12));
        }
    }

    @Test
    void turnsKnownByHeart() {
        assertQuaternion(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 0, 0, 0, 1);
        assertQuaternion(new double[] {0, -1, 0, 1, 0, 0, 0, 0, 1}, 0, 0, HALF_TURN, HALF_TURN);
        assertQuaternion(new double[] {1, 0, 0, 0, -1, 0, 0, 0, -1}, 1, 0, 0, 0);
        assertQuaternion(new double[] {-1, 0, 0, 0, 1, 0, 0, 0, -1}, 0, 1, 0, 0);
        assertQuaternion(new double[] {-1, 0, 0, 0, -1, 0, 0, 0, 1}, 0, 0, 1, 0);
        // A third of a turn about (1, 1, 1) maps x to y, y to z and z to x.
        assertQuaternion(new double[] {0, 0, 1, 1, 0, 0, 0, 1, 0}, 0.5, 0.5, 0.5, 0.5);
    }

    /** Compares with the textbook's matrix of a quaternion, for rotations of every kind. */
    @Test
    void anyTurnComesBack() {
        var random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            double[] q = random.doubles(4, -1, 1).toArray();
            double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
            double x = q[0] / norm;
            double y = q[1] / norm;
            double z = q[2] / norm;
            double w = q[3] / norm;
            double[] padded = {
                9,
                9,
                1 - 2 * (y * y + z * z),
                2 * (x * y - z * w),
                2 * (x * z + y * w),
                2 * (x * y + z * w),
                1 - 2 * (x * x + z * z),
                2 * (y * z - x * w),
                2 * (x * z - y * w),
                2 * (y * z + x * w),
                1 - 2 * (x * x + y * y)
            };
            double[] read = Quaternion.ofMatrix(padded, 2);
            // A quaternion and its negative are the same rotation.
            assertThat(Math.abs(x * read[0] + y * read[1] + z * read[2] + w * read[3]))
                    .isCloseTo(1, within(1e-12));
        }
    }
}
