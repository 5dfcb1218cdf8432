package dev.espalier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Structure;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class TanhGaussianPolicyTest {

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);

    /**
     * A policy without hidden layers whose answer does not depend on the observation: mu and log sigma are its biases.
     */
    private TanhGaussianPolicy constant(float... muThenLogSigma) {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put("policy", List.of());
        TanhGaussianPolicy policy = new TanhGaussianPolicy(Mlp.create(
                "policy", Axis.fixed(1), new Structure(hidden), muThenLogSigma.length, new Random(0), compute));
        policy.parameters()
                .forEach((name, parameter) -> Tensors.write(
                        parameter, name.endsWith("bias") ? muThenLogSigma : new float[muThenLogSigma.length]));
        return policy;
    }

    @Test
    void densityIntegratesToOneAndMatchesItsDefinition() {
        // p(a) for a = tanh(u) is p(u) / (1 - a^2); checked in double precision and by summing over a grid of actions.
        double mu = 0.3;
        double sigma = Math.exp(-0.5);
        TanhGaussianPolicy policy = constant(0.3f, -0.5f);
        double mass = 0;
        int cells = 2000;
        for (int i = 0; i < cells; i++) {
            double action = -1 + (i + 0.5) * 2 / cells;
            double u = Math.log((1 + action) / (1 - action)) / 2;
            double noise = (u - mu) / sigma;
            double expected =
                    -noise * noise / 2 - Math.log(sigma) - Math.log(2 * Math.PI) / 2 - Math.log(1 - action * action);

            double actual = logProbability(policy, (float) noise);

            assertThat(actual).isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(expected))));
            mass += Math.exp(actual) * 2 / cells;
        }
        assertThat(mass).isCloseTo(1, within(1e-3));
    }

    @Test
    void entriesOfAnActionAddUp() {
        double first = logProbability(constant(0.3f, -0.5f), 0.7f);
        double second = logProbability(constant(-1.2f, 0.1f), -0.4f);
        TanhGaussianPolicy both = constant(0.3f, -1.2f, -0.5f, 0.1f);

        Tensor noise = Tensors.of(compute, new float[] {0.7f, -0.4f}, 1, 2);
        Tensor observation = Tensors.of(compute, new float[] {0}, 1, 1);
        float joint = Tensors.toFloats(both.sample(observation, noise).logProbability())[0];

        assertThat((double) joint).isCloseTo(first + second, within(1e-5));
    }

    @Test
    void staysFiniteWhereTanhSaturates() {
        assertThat(logProbability(constant(30f, 0f), 0)).isFinite();
        assertThat(logProbability(constant(-30f, 0f), 0)).isFinite();
    }

    @Test
    void logSigmaIsClamped() {
        // log sigma 5 counts as 2, log sigma -50 as -20: the density at u = mu shows it.
        assertThat(logProbability(constant(0f, 5f), 0)).isCloseTo(-2 - Math.log(2 * Math.PI) / 2, within(1e-5));
        assertThat(logProbability(constant(0f, -50f), 0)).isCloseTo(20 - Math.log(2 * Math.PI) / 2, within(1e-4));
    }

    @Test
    void withoutNoiseTheActionIsTanhOfMu() {
        assertThat(TanhGaussianPolicy.action(new float[] {0.5f, -1, 7, 7}, null))
                .containsExactly((float) Math.tanh(0.5), (float) Math.tanh(-1));
    }

    /** One row of a batch and one observation of a running task are treated alike. */
    @Test
    void actionsFromNumbersAreThoseFromTensors() {
        for (float logSigma : new float[] {-30, -3, 0, 1, 9}) {
            var random = new SplittableRandom(3);
            Tensor noise = Tensors.of(compute, new float[] {(float) random.nextGaussian()}, 1, 1);
            Tensor observation = Tensors.of(compute, new float[] {0}, 1, 1);
            TanhGaussianPolicy policy = constant(0.3f, logSigma);

            assertThat(TanhGaussianPolicy.action(new float[] {0.3f, logSigma}, new SplittableRandom(3)))
                    .containsExactly(
                            Tensors.toFloats(policy.sample(observation, noise).action()), within(1e-6f));
        }
    }

    private double logProbability(TanhGaussianPolicy policy, float noise) {
        Tensor observation = Tensors.of(compute, new float[] {0}, 1, 1);
        Tensor draws = Tensors.of(compute, new float[] {noise}, 1, 1);
        return Tensors.toFloats(policy.sample(observation, draws).logProbability())[0];
    }
}
