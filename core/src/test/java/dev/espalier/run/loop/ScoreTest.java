package dev.espalier.run.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which score is better, by hand. */
class ScoreTest {

    @ParameterizedTest
    @CsvSource({
        // mean and lost episodes of one, of the other, whether the first is better
        "-10,  0, -2.9, 10, true",
        "-2.9, 1, -10,  0,  false",
        "-5,   1, -2,   2,  true",
        "-2,   1, -5,   1,  true",
        "3,    0, 3,    0,  false",
        "NaN,  0, -1,   0,  false",
        "-1,   0, NaN,  0,  false",
        "NaN,  0, 7,    1,  true"
    })
    void fewerLostEpisodesComeFirst(double mean, int lost, double otherMean, int otherLost, boolean better) {
        assertThat(new Score(mean, lost).isBetterThan(new Score(otherMean, otherLost)))
                .isEqualTo(better);
    }
}
