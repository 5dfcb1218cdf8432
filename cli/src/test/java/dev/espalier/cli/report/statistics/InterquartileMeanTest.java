package dev.espalier.cli.report.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Against numbers computed by hand. */
class InterquartileMeanTest {

    private static double of(double... values) {
        return InterquartileMean.of(values);
    }

    @Test
    void theOuterQuartersAreLeftOut() {
        assertThat(of(8, 1, 3, 1000, 5, 7, -50, 6)).isEqualTo((3 + 5 + 6 + 7) / 4.0);
        assertThat(of(4, 1, 3, 90)).isEqualTo(3.5);
    }

    /** Like scipy's trim_mean(values, 0.25), which the paper's authors use. */
    @Test
    void aQuarterIsRoundedDown() {
        assertThat(of(1, 2, 4, 8, 100)).isEqualTo(14 / 3.0);
        assertThat(of(1, 2, 4, 8, 16, 32, 1000)).isEqualTo((2 + 4 + 8 + 16 + 32) / 5.0);
    }

    @Test
    void ofFewerThanFourItIsTheMean() {
        assertThat(of(7)).isEqualTo(7);
        assertThat(of(1, 2, 9)).isEqualTo(4);
    }

    @Test
    void theValuesStayAsTheyWere() {
        double[] values = {3, 1, 2, 0};
        assertThat(InterquartileMean.of(values)).isEqualTo(1.5);
        assertThat(values).containsExactly(3, 1, 2, 0);
    }
}
