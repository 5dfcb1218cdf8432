package dev.espalier.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThetaStepTest {

    private static final Offset<Float> CLOSE = within(1e-6f);

    private static ThetaStep step(String optimizer, double learningRate, int units) {
        return ThetaStep.start(units, TestGates.config(optimizer, learningRate, 0.5, 0, 0));
    }

    /** A step along a gradient that is no estimate. */
    private static void move(ThetaStep step, float[] theta, double... gradient) {
        step.step(theta, gradient, Arrays.stream(gradient).map(g -> g * g).toArray());
    }

    @Test
    void plainStepGoesDownTheGradientAndStopsAtTheCorners() {
        float[] theta = {0.5f, 0.5f, 0.1f, 0.9f, 0, 1};

        move(step("plain", 0.5, 6), theta, new double[] {0.4, -0.2, 0.4, -0.4, -0.1, 0.1});

        // 0.5 - 0.2, 0.5 + 0.1, 0.1 - 0.2 -> 0, 0.9 + 0.2 -> 1; a corner can be left again.
        assertThat(theta).containsExactly(new float[] {0.3f, 0.6f, 0, 1, 0.05f, 0.95f}, CLOSE);
    }

    @Test
    void twoAdamStepsWorkedByHand() {
        float[] theta = {0.5f};
        ThetaStep adam = step("adam", 0.1, 1);

        // The corrected moments are g and g^2, so the first step is the learning rate whatever the gradient.
        move(adam, theta, new double[] {1});
        assertThat(theta).containsExactly(new float[] {0.4f}, CLOSE);

        // Mean (0.9 * 0.1 - 0.1 * 0.5) / 0.19 = 0.2105263; square (0.999 * 0.001 + 0.001 * 0.25) / 0.001999 =
        // 0.6248124,
        // its root 0.7904508; the quotient 0.2663371.
        move(adam, theta, new double[] {-0.5});
        assertThat(theta).containsExactly(new float[] {0.373366f}, CLOSE);
    }

    @Test
    void adamsStepDoesNotDependOnTheGradientsUnit() {
        float[] small = {0.5f};
        float[] large = {0.5f};
        ThetaStep first = step("adam", 0.01, 1);
        ThetaStep second = step("adam", 0.01, 1);
        Random random = new Random(4);

        for (int i = 0; i < 20; i++) {
            double gradient = random.nextGaussian();
            move(first, small, new double[] {gradient * 1e-2});
            move(second, large, new double[] {gradient * 1e+4});
        }

        assertThat(small[0]).isNotEqualTo(0.5f).isCloseTo(large[0], within(1e-5f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "adam"})
    void thetaNeverLeavesItsRangeAndAConstantGradientEndsInACorner(String optimizer) {
        Random random = new Random(8);
        ThetaStep step = step(optimizer, 0.2, 3);
        float[] theta = {0.5f, 0.5f, 0.5f};

        for (int i = 0; i < 200; i++) {
            move(step, theta, new double[] {3 * random.nextGaussian(), 1, -1});
            for (float probability : theta) {
                assertThat(probability).isBetween(0f, 1f);
            }
        }

        assertThat(theta[1]).isZero();
        assertThat(theta[2]).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "adam"})
    void unitsThatStayMoveAsIfTheOthersWereStillThere(String optimizer) {
        Random random = new Random(9);
        ThetaStep all = step(optimizer, 0.01, 4);
        float[] theta = {0.3f, 0.5f, 0.6f, 0.7f};
        for (int i = 0; i < 10; i++) {
            move(all, theta, random.doubles(4, -1, 1).toArray());
        }
        ThetaStep some = all.select(new int[] {0, 2});
        float[] kept = {theta[0], theta[2]};

        for (int i = 0; i < 10; i++) {
            double[] gradient = random.doubles(4, -1, 1).toArray();
            move(all, theta, gradient);
            move(some, kept, new double[] {gradient[0], gradient[2]});
        }

        assertThat(kept).containsExactly(theta[0], theta[2]);
    }
}
