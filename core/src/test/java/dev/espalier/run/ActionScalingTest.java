package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.env.BoxSpace;
import org.junit.jupiter.api.Test;

class ActionScalingTest {

    @Test
    void stretchesEachEntryToItsOwnRange() {
        var scaling = new ActionScaling(new BoxSpace(new double[] {-3, 0}, new double[] {3, 10}));

        assertThat(scaling.toTask(new float[] {-1, -1})).containsExactly(-3, 0);
        assertThat(scaling.toTask(new float[] {0.5f, 0.5f})).containsExactly(1.5, 7.5);
        assertThat(scaling.toTask(new float[] {1, 1})).containsExactly(3, 10);
    }

    @Test
    void refusesAnActionWithoutBounds() {
        assertThatThrownBy(() -> new ActionScaling(BoxSpace.unbounded(1)))
                .hasMessageStartingWith("action entry 0 has the range [-Infinity, Infinity]");
    }
}
