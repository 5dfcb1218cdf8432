package dev.espalier.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A policy of two layers, rounded by hand. */
class RoundedPolicyTest {

    private static final ActionRange RANGE = new ActionRange(new double[] {-1}, new double[] {1});

    /** The scales of int4 are 14 / 7 = 2 and 0.7 / 7 = 0.1; 5 / 2 = 2.5 becomes 2, 0.26 / 0.1 becomes 3. */
    private static Policy policy() {
        return new Policy(
                new PolicyNetwork(
                        new Normalisation(new float[] {1, 0}, new float[] {2, 1}, 10),
                        List.of(
                                new Layer(2, 1, new float[] {14, 5}, new float[] {0.3f}, Activation.RELU, true),
                                new Layer(
                                        3,
                                        1,
                                        new float[] {0, 0.7f, 0.26f},
                                        new float[] {0.01f},
                                        Activation.NONE,
                                        false))),
                RANGE);
    }

    @Test
    void actsWithRoundedWeightsAndTheBiasesAsTheyWere() {
        Policy before = policy();

        Policy rounded = RoundedPolicy.of(before, WeightFormat.INT4).policy();

        // The observation is normalised to 0.5 and 1; 0 * h + 0.7 * 0.5 + 0.3 * 1 + 0.01.
        double[] action = new double[1];
        rounded.act(new double[] {2, 1}, action);
        assertThat(action[0]).isCloseTo(Math.tanh(0.66), within(1e-6));
        assertThat(rounded.network().layers().get(0).weights()).containsExactly(14, 4);
        assertThat(before.network().layers().get(0).weights()).containsExactly(14, 5);
        before.act(new double[] {2, 1}, action);
        assertThat(action[0]).isCloseTo(Math.tanh(0.62), within(1e-6));
    }

    /** 2 biases, 2 means, 2 deviations and 5 weights; in rows of 2 and 3, with 2 scales if they are integers. */
    @Test
    void itsSizeIsThatOfTheStoredForm() {
        assertThat(RoundedPolicy.of(policy(), WeightFormat.FLOAT32).bytes()).isEqualTo(6 * 4 + 5 * 4);
        assertThat(RoundedPolicy.of(policy(), WeightFormat.FLOAT16).bytes()).isEqualTo(6 * 4 + 5 * 2);
        assertThat(RoundedPolicy.of(policy(), WeightFormat.INT8).bytes()).isEqualTo(6 * 4 + 2 * 4 + 5);
        assertThat(RoundedPolicy.of(policy(), WeightFormat.INT4).bytes()).isEqualTo(6 * 4 + 2 * 4 + 1 + 2);
    }

    @Test
    void inSinglePrecisionItIsThePolicyItself() {
        Policy before = policy();

        assertThat(RoundedPolicy.of(before, WeightFormat.FLOAT32).policy()).isSameAs(before);
    }

    @Test
    void theLayerOfAWeightThatIsTooLargeIsNamed() {
        Policy large = policy();
        large.network().layers().get(1).weights()[2] = 1e6f;

        assertThatThrownBy(() -> RoundedPolicy.of(large, WeightFormat.FLOAT16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("layer 1: a weight is 1000000.0, and the largest number of float16 is 65504");
        assertThat(RoundedPolicy.of(large, WeightFormat.INT8).weights().get(1).scales())
                .containsExactly(1e6f / 127);
    }

    @Test
    void weightsThatAreNotOfItsLayersAreRefused() {
        assertThatThrownBy(() -> new RoundedPolicy(WeightFormat.INT8, policy(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 layers cannot have the weights of 0");
    }
}
