package dev.espalier.cli.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.policy.PolicyBundle.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionTimeTest {

    /** A controller that takes at least a known time. */
    @Test
    void tellsTheTimeOfOneActionInMicroseconds() {
        var situations =
                List.of(new Golden(new double[] {1, 2}, new double[1]), new Golden(new double[] {3, 4}, new double[1]));
        ActionTime time = ActionTime.measure(
                (observation, action) -> {
                    assertThat(observation).hasSize(2);
                    assertThat(action).hasSize(1);
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < 200_000) {
                        Thread.onSpinWait();
                    }
                },
                situations);

        assertThat(time.microseconds()).isBetween(200.0, 2000.0);
        assertThat(time.machine()).contains(System.getProperty("os.name"), "Java 2");
    }
}
