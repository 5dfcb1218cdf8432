package dev.espalier.benchmark;

import dev.espalier.tensor.Block;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptionalList;
import org.bytedeco.pytorch.TensorOptionalVector;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.State;

/** Half of the rows and half of the columns of a weight of phi_oa, taken out and put back: our loops and libtorch's. */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BlockBenchmark {

    private static final int ROWS = 128;
    private static final int COLUMNS = 1900;

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);
    private final Tensor matrix = torch.randn(new long[] {ROWS, COLUMNS}, compute.floats());
    private final Block block = new Block(every(2, ROWS), every(2, COLUMNS), false);
    private final Tensor part = block.gather(matrix);
    private final TensorOptionalList indices = new TensorOptionalList(new TensorOptionalVector(
            new TensorOptional(index(every(2, ROWS)).unsqueeze(1)), new TensorOptional(index(every(2, COLUMNS)))));

    private static int[] every(int nth, int size) {
        return IntStream.range(0, size / nth).map(i -> i * nth).toArray();
    }

    private static Tensor index(int[] positions) {
        return Tensor.create(IntStream.of(positions).asLongStream().toArray());
    }

    @Benchmark
    public void gather() {
        try (Scope _ = Scope.withoutGradients()) {
            block.gather(matrix);
        }
    }

    @Benchmark
    public void gatherByLibtorch() {
        try (Scope _ = Scope.withoutGradients()) {
            torch.index(matrix, indices);
        }
    }

    @Benchmark
    public void spread() {
        try (Scope _ = Scope.withoutGradients()) {
            block.scatter(part, matrix);
        }
    }

    @Benchmark
    public void spreadByLibtorch() {
        try (Scope _ = Scope.withoutGradients()) {
            torch.index_put_(torch.zeros_like(matrix), indices, part);
        }
    }
}
