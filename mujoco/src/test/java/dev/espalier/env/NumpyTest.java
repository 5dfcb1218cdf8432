package dev.espalier.env;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumpyTest {

    @Test
    void sumsUpToSevenNumbersFromLeftToRight() {
        // 1e16 + 1 rounds to 1e16, so the first 1 is lost and the other two are not.
        assertThat(Numpy.sum(new double[] {1e16, 1, -1e16, 1, 1})).isEqualTo(2);
    }

    @Test
    void sumsEightNumbersInPairs() {
        // (1e16 + 1) + (-1e16 + 1): both ones are lost. From left to right the second would be kept.
        assertThat(Numpy.sum(new double[] {1e16, 1, -1e16, 1, 0, 0, 0, 0})).isZero();
    }

    @Test
    void sumsTheRemainderLast() {
        // Lane 0 sums 1e16 and -1e16, so the 1 in lane 1 is kept; then the remainder, 5 and 7.
        double[] values = new double[18];
        values[0] = 1e16;
        values[1] = 1;
        values[8] = -1e16;
        values[16] = 5;
        values[17] = 7;
        assertThat(Numpy.sum(values)).isEqualTo(13);
    }

    @Test
    void sumOfNoNumbersIsZero() {
        assertThat(Numpy.sum(new double[0])).isZero();
    }

    @Test
    void sumOfSquares() {
        assertThat(Numpy.sumOfSquares(new double[] {1, -2, 3})).isEqualTo(14);
    }

    @Test
    void normRoundsOnceATerm() {
        assertThat(Numpy.norm(3, -4)).isEqualTo(5);
        // NumPy 2.4 on x86-64: 0.18027756377319945. With separately rounded squares it would be ...948.
        assertThat(Numpy.norm(0.01, 0.18)).isEqualTo(0.18027756377319945);
        assertThat(Math.sqrt(0.01 * 0.01 + 0.18 * 0.18)).isEqualTo(0.18027756377319948);
    }

    @Test
    void clipKeepsWhatIsOutsideOfItsRange() {
        double[] values = {-20, -20, 5, 20, Double.NaN, 20};
        Numpy.clip(values, 1, 5, 10);
        assertThat(values).containsExactly(-20, -10, 5, 10, Double.NaN, 20);
    }

    @Test
    void allFinite() {
        assertThat(Numpy.allFinite(new double[] {1, -1e300})).isTrue();
        assertThat(Numpy.allFinite(new double[] {1, Double.NaN})).isFalse();
        assertThat(Numpy.allFinite(new double[] {Double.NEGATIVE_INFINITY, 1})).isFalse();
    }
}
