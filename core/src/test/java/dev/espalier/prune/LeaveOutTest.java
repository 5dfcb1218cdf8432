package dev.espalier.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Closed units are left out of large networks, if there are enough of them. */
class LeaveOutTest {

    @ParameterizedTest
    @CsvSource({
        // open of 16, weights; whether it pays from 1000 weights on
        "16, 5000, false",
        "11, 5000, false",
        // 10 + 6 / 4 = 11.5 of 16, below three quarters
        "10, 5000, true",
        "0,  5000, true",
        "0,  1000, true",
        "0,  999,  false",
    })
    void paysIfThereIsEnoughToLeaveOut(int open, long weights, boolean pays) {
        float[] xi = new float[16];
        Arrays.fill(xi, 0, open, 1);

        assertThat(new LeaveOut(0.25, 1000).pays(xi, weights)).isEqualTo(pays);
    }

    /** All closed units estimated: nothing would be left out. */
    @ParameterizedTest
    @CsvSource({"0", "5", "16"})
    void neverPaysIfAllAreEstimated(int open) {
        float[] xi = new float[16];
        Arrays.fill(xi, 0, open, 1);

        assertThat(new LeaveOut(1, 0).pays(xi, 5000)).isFalse();
    }
}
