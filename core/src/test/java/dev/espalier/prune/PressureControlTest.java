package dev.espalier.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controller by hand, and on units whose theta falls while the pressure is above what they are worth. */
class PressureControlTest {

    /** e = 10 ln(110 / 100) = 0.9531; I = ln 0.1 + e / 100; p = exp(e + I). */
    @Test
    void oneStepByHand() {
        var control = new PressureControl(100);
        assertThat(control.pressure()).isCloseTo(0.1, within(1e-6));

        control.step(110, 100);

        double error = 10 * Math.log(1.1);
        assertThat(control.state()[0]).isCloseTo((float) (Math.log(0.1) + error / 100), within(1e-5f));
        assertThat(control.pressure()).isCloseTo(0.1 * Math.exp(error + error / 100), within(1e-5));
    }

    /** Worths over four orders of magnitude; the expected size of 1000 units follows the path to its end within 3 %. */
    @ParameterizedTest
    @CsvSource({"1, 0.5", "1, 0.17", "1, 0.05", "100, 0.17", "0.01, 0.17"})
    void leadsTheSizeToItsTargetWhateverUnitsAreWorth(double worth, double target) {
        int updates = 50_000;
        double rate = 50.0 / updates;
        Random random = new Random(1);
        double[] worths =
                random.doubles(1000).map(x -> worth * Math.pow(10, -4 * x)).toArray();
        double[] theta = new double[1000];
        Arrays.fill(theta, 1);
        var path = new SizePath(1000, 1000 * target, 0, 1);
        var control = new PressureControl(1 / rate);
        double furthest = 0;
        for (int i = 0; i < updates; i++) {
            for (int unit = 0; unit < theta.length; unit++) {
                // A step of Adam: a tenth of its length goes one way, the rest is noise that is left out here.
                double direction = Math.clamp(0.1 * (control.pressure() / worths[unit] - 1), -1.0, 1.0);
                // A unit at 0 has gone.
                theta[unit] = theta[unit] <= 0 ? 0 : Math.clamp(theta[unit] - rate * direction, 0.0, 1.0);
            }
            double size = Arrays.stream(theta).sum();
            control.step(size, path.at((double) i / updates));
            furthest = Math.max(furthest, size / path.at((double) i / updates) - 1);
        }

        assertThat(Arrays.stream(theta).sum()).isCloseTo(1000 * target, within(30 * target));
        assertThat(furthest).as("how far it strayed on the way").isLessThan(0.6);
    }
}
