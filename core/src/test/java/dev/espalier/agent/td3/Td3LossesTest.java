package dev.espalier.agent.td3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** A few rows, numbers worked by hand. */
class Td3LossesTest {

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);

    private Tensor column(float... values) {
        return Tensors.of(compute, values, values.length, 1);
    }

    @Test
    void smoothingClipsTheNoiseAndThenTheAction() {
        // atanh 0.8 = 1.0986123; noise 0.2 * 1 = 0.2, 0.2 * 4 = 0.8 cut to 0.5, 0.2 * -10 = -2 cut to -0.5.
        float u = 1.0986123f;
        Tensor action = Td3Losses.smoothed(column(u, u, u, 0), column(1, 4, -10, 2), 0.2, 0.5);

        // 0.8 + 0.2 = 1, 0.8 + 0.5 cut to 1, 0.8 - 0.5, 0 + 0.4
        assertThat(Tensors.toFloats(action)).containsExactly(new float[] {1, 1, 0.3f, 0.4f}, within(1e-6f));
    }

    @Test
    void withoutNoiseTheTargetsActionIsThePolicys() {
        Tensor action = Td3Losses.smoothed(column(0.5f), column(3), 0, 0.5);

        assertThat(Tensors.toFloats(action)[0]).isCloseTo((float) Math.tanh(0.5), within(1e-6f));
    }

    @Test
    void theTargetFollowsTheSmallerAnswerAndStopsAtTheEndOfTheTask() {
        Tensor target = Td3Losses.qTarget(column(1, 2, 3), column(1, 1, 0), column(10, 30, 5), column(20, 20, 5), 0.9);

        assertThat(Tensors.toFloats(target)).containsExactly(10f, 20f, 3f);
    }

    @Test
    void qLoss() {
        // differences 2 and -4: (4 + 16) / 2
        assertThat(Td3Losses.q(column(3, 1), column(1, 5)).item_float()).isEqualTo(10f);
    }

    @Test
    void policyLoss() {
        assertThat(Td3Losses.policy(column(5, -1)).item_float()).isEqualTo(-2f);
    }
}
