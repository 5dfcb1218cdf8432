package dev.espalier.benchmark;

import dev.espalier.nn.Adam;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.State;

/**
 * A step of Adam and of a target network over a million parameters: in the six tensors of a perceptron, and in one. One
 * flat tensor would be the least that a step could cost; the difference is what separate tensors add.
 */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AdamBenchmark {

    private static final int PARAMETERS = 1 << 20;

    @Param({"1", "6"})
    private int tensors = 1;

    private final ListKernels kernels = new ListKernels();
    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);
    private Adam adam = new Adam(parameters(), new Adam.Settings(1e-9, 0), kernels, compute);
    private TensorVector gradients = new TensorVector();
    private org.bytedeco.pytorch.IValue followers = new org.bytedeco.pytorch.IValue();
    private org.bytedeco.pytorch.IValue leaders = new org.bytedeco.pytorch.IValue();

    @org.openjdk.jmh.annotations.Setup
    public void make() {
        SequencedMap<String, Tensor> parameters = parameters();
        adam = new Adam(parameters, new Adam.Settings(1e-9, 0), kernels, compute);
        gradients = new TensorVector(
                parameters().values().stream().map(Tensor::detach).toArray(Tensor[]::new));
        leaders = ListKernels.list(
                parameters.values().stream().map(Tensor::detach).toList());
        followers = ListKernels.list(
                parameters().values().stream().map(Tensor::detach).toList());
    }

    private SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
        for (int i = 0; i < tensors; i++) {
            parameters.put(
                    "p" + i,
                    torch.randn(new long[] {PARAMETERS / tensors}, compute.floats())
                            .requires_grad_(true));
        }
        return parameters;
    }

    @Benchmark
    public void step() {
        adam.step(gradients);
    }

    @Benchmark
    public void follow() {
        try (Scope _ = Scope.withoutGradients()) {
            kernels.lerp(followers, leaders, 0.005);
        }
    }
}
