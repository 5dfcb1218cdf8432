package dev.espalier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.junit.jupiter.api.Test;

class AdamTest {

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);

    @Test
    void firstStepsWorkedByHand() {
        // With gradients g1 = 2, g2 = -1: m = 0.1 g1 and v = 0.001 g1^2 give a first step of exactly the rate.
        // Then m = 0.9 * 0.2 + 0.1 * -1 = 0.08, v = 0.999 * 0.004 + 0.001 = 0.004996,
        // m^ = 0.08 / 0.19 = 0.4210526, v^ = 0.004996 / 0.001999 = 2.4992496, step = 0.1 * 0.4210526 / 1.5809015.
        Tensor parameter = Tensors.of(compute, new float[] {1}, 1).requires_grad_(true);
        Adam adam = adam(parameter);

        adam.step(new TensorVector(Tensors.of(compute, new float[] {2}, 1)));
        assertThat(Tensors.toFloats(parameter)[0]).isCloseTo(0.9f, within(1e-6f));
        adam.step(new TensorVector(Tensors.of(compute, new float[] {-1}, 1)));
        assertThat(Tensors.toFloats(parameter)[0]).isCloseTo(0.9f - 0.1f * 0.4210526f / 1.5809015f, within(1e-6f));
    }

    @Test
    void followsLibtorchsOwnOptimiser() {
        Random random = new Random(5);
        float[] start = new float[12];
        for (int i = 0; i < start.length; i++) {
            start[i] = (float) random.nextGaussian();
        }
        Tensor ours = Tensors.of(compute, start, 3, 4).requires_grad_(true);
        Tensor theirs = Tensors.of(compute, start, 3, 4).requires_grad_(true);
        Adam adam = adam(ours);
        var reference = new org.bytedeco.pytorch.Adam(new TensorVector(theirs), new AdamOptions(0.1));

        for (int i = 0; i < 50; i++) {
            adam.step(adam.gradients(loss(ours)));
            reference.zero_grad();
            loss(theirs).backward();
            reference.step();
        }

        float[] expected = Tensors.toFloats(theirs);
        float[] actual = Tensors.toFloats(ours);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    /**
     * The gradient of lambda / 2 * |W|^2 is lambda * W, for weights, which have two axes, and for nothing else. With
     * lambda 0.5, W = 4 and gradient 3 it makes 5: m = 0.5 and v = 0.025 after the first step, and g = -2 - 0 for W =
     * 0.
     */
    @Test
    void weightsDecayAndNothingElseDoes() {
        SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("bias", Tensors.of(compute, new float[] {4, 4}, 2).requires_grad_(true));
        parameters.put("weight", Tensors.of(compute, new float[] {4, 0}, 1, 2).requires_grad_(true));
        parameters.put("diagonal", Tensors.of(compute, new float[] {4}, 1).requires_grad_(true));
        var adam = new Adam(parameters, new Adam.Settings(0.1, 0.5), new ListKernels(), compute);

        adam.step(new TensorVector(
                Tensors.of(compute, new float[] {0, 3}, 2),
                Tensors.of(compute, new float[] {3, -2}, 1, 2),
                Tensors.of(compute, new float[] {0}, 1)));

        assertThat(moment(adam, "weight.exp_avg")).containsExactly(new float[] {0.5f, -0.2f}, within(1e-6f));
        assertThat(moment(adam, "weight.exp_avg_sq")).containsExactly(new float[] {0.025f, 0.004f}, within(1e-7f));
        assertThat(Tensors.toFloats(Objects.requireNonNull(parameters.get("weight"))))
                .containsExactly(new float[] {3.9f, 0.1f}, within(1e-6f));
        assertThat(moment(adam, "bias.exp_avg")).containsExactly(new float[] {0, 0.3f}, within(1e-6f));
        assertThat(Tensors.toFloats(Objects.requireNonNull(parameters.get("bias"))))
                .containsExactly(new float[] {4, 3.9f}, within(1e-6f));
        assertThat(Tensors.toFloats(Objects.requireNonNull(parameters.get("diagonal"))))
                .containsExactly(4);
    }

    private static float[] moment(Adam adam, String name) {
        return Tensors.toFloats(Objects.requireNonNull(adam.state().get(name)));
    }

    /** A weight that no gradient reaches shrinks by the rate at once: Adam's step has the size of the rate. */
    @Test
    void decayAloneMovesAWeight() {
        Tensor weight = Tensors.of(compute, new float[] {2, -2}, 2, 1).requires_grad_(true);
        SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("weight", weight);

        new Adam(parameters, new Adam.Settings(0.1, 0.25), new ListKernels(), compute)
                .step(new TensorVector(Tensors.of(compute, new float[2], 2, 1)));

        assertThat(Tensors.toFloats(weight)).containsExactly(new float[] {1.9f, -1.9f}, within(1e-6f));
    }

    @Test
    void lerpMovesTargetsByTheGivenShare() {
        Tensor target = Tensors.of(compute, new float[] {1, 2}, 2);
        Tensor source = Tensors.of(compute, new float[] {3, -2}, 2);

        new ListKernels().lerp(ListKernels.list(List.of(target)), ListKernels.list(List.of(source)), 0.25);

        assertThat(Tensors.toFloats(target)).containsExactly(1.5f, 1.0f);
    }

    private Adam adam(Tensor parameter) {
        SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("weight", parameter);
        return new Adam(parameters, new Adam.Settings(0.1, 0), new ListKernels(), compute);
    }

    private static Tensor loss(Tensor parameter) {
        return parameter.pow(new Scalar(4)).sum().add(parameter.sin().sum());
    }
}
