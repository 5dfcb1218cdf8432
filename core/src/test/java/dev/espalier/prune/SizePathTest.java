package dev.espalier.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizePathTest {

    /** 100 + 900 (1 - t)^3 with t from 0.2 to 0.6. */
    @ParameterizedTest
    @CsvSource({"0, 1000", "0.2, 1000", "0.3, 479.6875", "0.4, 212.5", "0.5, 114.0625", "0.6, 100", "1, 100"})
    void fallsFastAndThenEverSlower(double progress, double size) {
        assertThat(new SizePath(1000, 100, 0.2, 0.6).at(progress)).isCloseTo(size, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0", "0.3, 0.25", "0.7, 1"})
    void timeGoesFrom0To1(double progress, double time) {
        assertThat(new SizePath(1000, 100, 0.2, 0.6).time(progress)).isCloseTo(time, within(1e-9));
    }
}
