package dev.espalier.agent.sac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Two rows, numbers worked by hand. */
class SacLossesTest {

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);

    private Tensor column(float... values) {
        return Tensors.of(compute, values, values.length, 1);
    }

    @Test
    void valueLoss() {
        // targets 5 - 0.5 * 2 = 4 and 1 - 0.5 * -4 = 3; differences 1 - 4 = -3 and 4 - 3 = 1; (9 + 1) / 2 / 2 = 2.5
        Tensor loss = SacLosses.value(column(1, 4), column(5, 1), column(2, -4), 0.5);

        assertThat(loss.item_float()).isEqualTo(2.5f);
    }

    @Test
    void softValue() {
        // 5 - 0.5 * 2 and 1 - 0.5 * -4
        assertThat(Tensors.toFloats(SacLosses.softValue(column(5, 1), column(2, -4), 0.5)))
                .containsExactly(4f, 3f);
    }

    @Test
    void qTargetStopsAtTheEndOfTheTaskOnly() {
        Tensor target = SacLosses.qTarget(column(1, 1), column(1, 0), column(10, 10), 0.9);

        assertThat(Tensors.toFloats(target)).containsExactly(10f, 1f);
    }

    @Test
    void qLoss() {
        // differences 2 and -4: (4 + 16) / 2 / 2 = 5
        assertThat(SacLosses.q(column(3, 1), column(1, 5)).item_float()).isEqualTo(5f);
    }

    @Test
    void policyLoss() {
        // 0.5 * 2 - 5 = -4 and 0.5 * -4 - 1 = -3: mean -3.5
        assertThat(SacLosses.policy(column(5, 1), column(2, -4), 0.5).item_float())
                .isEqualTo(-3.5f);
    }

    @Test
    void temperatureFallsWhileTheEntropyIsAboveItsTarget() {
        Tensor logAlpha = Tensors.of(compute, new float[] {0.5f}, 1).requires_grad_(true);
        // Entropy about 3 nats where 2 are asked for: log pi + target = -3 + 2 = -1 in both rows.
        Tensor loss = SacLosses.temperature(logAlpha, column(-3, -3), 2);
        loss.backward();

        assertThat(loss.item_float()).isCloseTo(0.5f, within(1e-6f));
        // A positive derivative: descent lowers log alpha.
        assertThat(Tensors.toFloats(logAlpha.grad())).containsExactly(1f);
    }
}
