package dev.espalier.agent.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few rows, numbers worked by hand. */
class PpoLossesTest {

    private static final Compute COMPUTE = Compute.on(Compute.Kind.CPU, 1);

    private static Tensor column(float... values) {
        return Tensors.of(COMPUTE, values, values.length, 1);
    }

    /**
     * A good action may become more likely up to 1.2 times, a bad one less likely down to 0.8; the wrong way there is
     * no end.
     */
    @ParameterizedTest
    @CsvSource({
        "1.1,  2, -2.2, -2",
        "1.5,  2, -2.4,  0",
        "0.5,  2, -1.0, -2",
        "0.9, -2,  1.8,  2",
        "0.5, -2,  1.6,  0",
        "1.5, -2,  3.0,  2"
    })
    void policyLossAndItsSlope(float ratio, float advantage, float loss, float slope) {
        Tensor rho = column(ratio).requires_grad_(true);
        Tensor actual = PpoLosses.policy(rho, column(advantage), 0.2);

        assertThat(actual.item_float()).isCloseTo(loss, within(1e-6f));
        assertThat(Tensors.gradients(actual, List.of(rho)).get(0).item_float()).isCloseTo(slope, within(1e-6f));
    }

    @Test
    void policyLossIsAMean() {
        assertThat(PpoLosses.policy(column(1.1f, 1.5f, 0.5f), column(2, 2, -2), 0.2)
                        .item_float())
                .isCloseTo((-2.2f - 2.4f + 1.6f) / 3, within(1e-6f));
    }

    @Test
    void valueLoss() {
        // differences 2 and -4: (4 + 16) / 2
        assertThat(PpoLosses.value(column(3, 1), column(1, 5)).item_float()).isEqualTo(10f);
    }

    @Test
    void logProbabilityOfAGaussian() {
        Tensor u = Tensors.of(COMPUTE, new float[] {1, 2, 0, 0}, 2, 2);
        Tensor mean = Tensors.of(COMPUTE, new float[] {0, 2, 0, 1}, 2, 2);
        Tensor logSigma = Tensors.of(COMPUTE, new float[] {0, (float) Math.log(2)}, 2);

        // -0.5 * ((1/1)^2 + 0) and -0.5 * (0 + (1/2)^2); less log 2, less twice 0.5 log 2 pi = 0.9189385
        float[] expected = {-0.5f - 0.6931472f - 1.837877f, -0.125f - 0.6931472f - 1.837877f};
        assertThat(Tensors.toFloats(PpoLosses.logProbability(u, mean, logSigma)))
                .containsExactly(expected, within(1e-5f));
    }

    @Test
    void entropyOfAGaussian() {
        // One entry of sigma 1 has 0.5 (1 + log 2 pi) = 1.4189385 nats, one of sigma 2 has log 2 more.
        Tensor logSigma = Tensors.of(COMPUTE, new float[] {0, (float) Math.log(2)}, 2);

        assertThat(PpoLosses.entropy(logSigma).item_float()).isCloseTo(2 * 1.4189385f + 0.6931472f, within(1e-5f));
    }

    /** What was squashed is found again; an action that was rounded to 1 is some large number and not infinite. */
    @Test
    void preSquashUndoesTheSquashing() {
        float[] u = {-2, -0.5f, 0, 1e-3f, 3};
        float[] actions = new float[u.length];
        for (int i = 0; i < u.length; i++) {
            actions[i] = (float) Math.tanh(u[i]);
        }
        assertThat(Tensors.toFloats(PpoLosses.preSquash(column(actions)))).containsExactly(u, within(1e-4f));

        float[] ends = Tensors.toFloats(PpoLosses.preSquash(column(1, -1)));
        assertThat(ends[0]).isBetween(8f, 10f);
        assertThat(ends[1]).isEqualTo(-ends[0]);
    }

    @Test
    void standardisedAdvantages() {
        // mean 3, squares 4, 0, 4 over n - 1 = 2: deviation 2
        assertThat(Tensors.toFloats(PpoLosses.standardised(column(1, 3, 5))))
                .containsExactly(new float[] {-1, 0, 1}, within(1e-6f));
        assertThat(Tensors.toFloats(PpoLosses.standardised(column(7, 7)))).containsExactly(0f, 0f);
    }
}
