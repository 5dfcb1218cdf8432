package dev.espalier.cli.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Coordinates on axes, computed by hand. */
class ScaleTest {

    @Test
    void aLinearScaleGoesUpAndDown() {
        var scale = Scale.linear(-10, 30, 200, 0);
        assertThat(scale.at(-10)).isEqualTo(200);
        assertThat(scale.at(30)).isZero();
        assertThat(scale.at(0)).isEqualTo(150);
        assertThat(scale.ticks()).containsExactly(-10.0, 0.0, 10.0, 20.0, 30.0);
        assertThat(Scale.linear(-1, 30, 200, 0).ticks()).as("no -0.0").startsWith(0.0);
    }

    /** No double lies between them. */
    @Test
    void valuesThatCanHardlyBeToldApartHaveAFewTicks() {
        for (double low : new double[] {1e16, -1e16, 1e300, 0.1}) {
            var scale = Scale.linear(low, Math.nextUp(low), 0, 100);
            assertThat(scale.ticks()).hasSizeLessThan(7).doesNotHaveDuplicates().isSorted();
            assertThat(scale.at(low)).isZero();
        }
    }

    @Test
    void equalRatiosAreEqualStepsOfALogarithmicScale() {
        var scale = Scale.logarithmic(10, 10_000, 0, 300);
        assertThat(scale.at(100)).isCloseTo(100, within(1e-9));
        assertThat(scale.at(1000)).isCloseTo(200, within(1e-9));
        assertThat(scale.ticks()).containsExactly(10.0, 100.0, 1000.0, 10_000.0);
    }

    @Test
    void aRoomyLogarithmicScaleHasValuesBetweenPowersOfTen() {
        assertThat(Scale.logarithmic(30, 1100, 0, 700).ticks()).containsExactly(50.0, 100.0, 200.0, 500.0, 1000.0);
        assertThat(Scale.logarithmic(33, 44, 0, 700).ticks()).isEmpty();
        assertThat(Scale.logarithmic(1, 100_000, 700, 0).ticks())
                .containsExactly(1.0, 10.0, 100.0, 1000.0, 10_000.0, 100_000.0);
    }

    @Test
    void bothSidesOf0AreMirrored() {
        var scale = Scale.bothSides(1, -7, 7, -3, 3);
        assertThat(scale.at(0)).isCloseTo(0, within(1e-12));
        // log2(1 + 1) = 1, log2(1 + 3) = 2, log2(1 + 7) = 3.
        assertThat(scale.at(1)).isCloseTo(1, within(1e-12));
        assertThat(scale.at(-3)).isCloseTo(-2, within(1e-12));
        assertThat(Scale.bothSides(1e-5, -1e-4, 2e-3, 0, 1).ticks())
                .containsExactly(-1e-4, -1e-5, 0.0, 1e-5, 1e-4, 1e-3);
    }

    @Test
    void labelsAreShort() {
        assertThat(List.of(0.0, 20_000.0, 1_500_000.0, -0.25, 1e-5, -1e-3))
                .extracting(Scale::label)
                .containsExactly("0", "20K", "1.5M", "-0.25", "1e-5", "-1e-3");
        assertThat(Scale.label(100)).isEqualTo("100");
    }

    /** A constant series, and returns that differ by a tenth. */
    @Test
    void ticksOfAlmostEqualValuesHaveLabelsThatDiffer() {
        for (double low : new double[] {9359.1, -9359.1, 0.25, 1_234_567, 1e16}) {
            var scale = Scale.linear(low, Math.nextUp(low), 0, 100);
            assertThat(scale.ticks())
                    .extracting(scale::labelOf)
                    .hasSizeGreaterThan(1)
                    .doesNotHaveDuplicates();
        }
        var scale = Scale.linear(9350, 9360, 0, 100);
        assertThat(scale.ticks())
                .extracting(scale::labelOf)
                .containsExactly("9.35K", "9.3525K", "9.355K", "9.3575K", "9.36K");
    }

    @Test
    void anAxisHasALength() {
        assertThatThrownBy(() -> Scale.linear(1, 1, 0, 10)).isInstanceOf(IllegalArgumentException.class);
    }
}
