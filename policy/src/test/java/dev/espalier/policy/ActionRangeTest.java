package dev.espalier.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ActionRangeTest {

    private static double[] stretched(ActionRange range, float... decided) {
        double[] action = new double[decided.length];
        range.toTask(decided, action);
        return action;
    }

    @Test
    void stretchesEachEntryToItsOwnRange() {
        var range = new ActionRange(new double[] {-3, 0}, new double[] {3, 10});

        assertThat(stretched(range, -1, -1)).containsExactly(-3, 0);
        assertThat(stretched(range, 0.5f, 0.5f)).containsExactly(1.5, 7.5);
        assertThat(stretched(range, 1, 1)).containsExactly(3, 10);
    }

    @Test
    void keepsTheBoundsThatItWasGiven() {
        var range = new ActionRange(new double[] {-0.4}, new double[] {0.1});

        assertThat(range.low()).containsExactly(-0.4);
        assertThat(range.high()).containsExactly(0.1);
    }

    @Test
    void refusesBoundsThatAreInfiniteOutOfOrderOrOfDifferentNumber() {
        assertThatThrownBy(() -> new ActionRange(
                        new double[] {Double.NEGATIVE_INFINITY}, new double[] {Double.POSITIVE_INFINITY}))
                .hasMessageStartingWith("entry 0 of an action has the range [-Infinity, Infinity]");
        assertThatThrownBy(() -> new ActionRange(new double[] {0, 1}, new double[] {0, -1}))
                .hasMessageStartingWith("entry 1 of an action has the range [1.0, -1.0]");
        assertThatThrownBy(() -> new ActionRange(new double[1], new double[2]))
                .hasMessage("1 lower and 2 upper bounds do not fit together");
    }

    @Test
    void refusesAnActionOfAnotherSize() {
        var range = new ActionRange(new double[] {-1}, new double[] {1});

        assertThatThrownBy(() -> range.toTask(new float[2], new double[1]))
                .hasMessage("an action has 1 entries, not 2 and 1");
    }
}
