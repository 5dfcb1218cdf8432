package dev.espalier.cli.report.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.cli.report.runs.Curve.Point;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against numbers computed by hand. */
class CurveTest {

    private static Curve curve(double... values) {
        return new Curve(IntStream.range(0, values.length)
                .mapToObj(i -> new Point(10L * (i + 1), values[i]))
                .toList());
    }

    private static List<Double> values(Curve curve) {
        return curve.points().stream().map(Point::value).toList();
    }

    @Test
    void theLastFifthOfTenIsTwo() {
        Curve lastFifth = curve(9, 9, 9, 9, 9, 9, 9, 9, 4, 2).lastFifth();

        assertThat(lastFifth.points()).containsExactly(new Point(90, 4), new Point(100, 2));
        assertThat(lastFifth.best()).isEqualTo(4);
        assertThat(lastFifth.mean()).isEqualTo(3);
    }

    /** 9 was reached with a lost episode, 8 with two. */
    @Test
    void theBestIsOneThatLostTheFewestEpisodes() {
        var lossy = new Curve(List.of(new Point(10, 9, 1), new Point(20, 4), new Point(30, 3), new Point(40, 8, 2)));

        assertThat(lossy.best()).isEqualTo(4);
        assertThat(lossy.lostEpisodes()).isEqualTo(3);
        assertThat(new Curve(List.of(new Point(10, 9, 1), new Point(40, 11, 2))).best())
                .isEqualTo(9);
    }

    @Test
    void theLastFifthHasAtLeastTheLast() {
        assertThat(values(curve(1, 2, 3).lastFifth())).containsExactly(3.0);
        assertThat(values(curve(-7).lastFifth())).containsExactly(-7.0);
    }

    @Test
    void theMovingMeanLooksBack() {
        // (2), (2+4)/2, (2+4+9)/3, (4+9-1)/3
        assertThat(values(curve(2, 4, 9, -1).movingMean(3))).containsExactly(2.0, 3.0, 5.0, 4.0);
        assertThat(curve(2, 4, 9, -1).movingMean(1)).isEqualTo(curve(2, 4, 9, -1));
    }

    @Test
    void stepsMustGrow() {
        assertThatThrownBy(() -> new Curve(List.of(new Point(10, 1), new Point(10, 2))))
                .hasMessage("step 10 does not come after step 10");
        assertThatThrownBy(() -> new Curve(List.of())).hasMessage("a curve has at least one point");
    }
}
