package dev.espalier.cli;

import dev.espalier.agent.sac.SacConfig;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The matrix products of one SAC update and nothing else: what any implementation on the same libtorch has to pay.
 *
 * <p>A layer {@code y = x W'} costs one product forward, one for the gradient of {@code W}, one for that of {@code x}.
 * Per update: the policy, V and both Q on stored actions run forward, and backward to all their weights (not to their
 * input); V's target runs forward; both Q on the policy's actions run forward, and backward to their input alone.
 */
final class MatrixProducts {

    /** One product {@code out = left right}; the memory is reused, so nothing is allocated while measuring. */
    private record Product(Tensor out, Tensor left, Tensor right) {}

    private final List<Product> products = new ArrayList<>();
    private final Compute compute;
    private final int batch;
    private double operations;

    MatrixProducts(SacConfig config, int observationSize, int actionSize, Compute compute) {
        this.compute = compute;
        this.batch = config.batch();
        int joint = observationSize + actionSize;
        network(config.hidden(), observationSize, 2 * actionSize, true, false);
        network(config.hidden(), observationSize, 1, true, false);
        network(config.hidden(), observationSize, 1, false, false);
        for (int q = 0; q < 2; q++) {
            network(config.hidden(), joint, 1, true, false);
            network(config.hidden(), joint, 1, false, true);
        }
    }

    private void network(List<Integer> hidden, int inputs, int outputs, boolean toWeights, boolean toInput) {
        var widths = new ArrayList<Integer>(hidden);
        widths.addFirst(inputs);
        widths.add(outputs);
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            int in = widths.get(layer);
            int out = widths.get(layer + 1);
            Tensor x = matrix(batch, in);
            Tensor weight = matrix(out, in);
            Tensor y = matrix(batch, out);
            add(y, x, weight.t());
            if (toWeights) {
                add(matrix(out, in), y.t(), x);
            }
            if (toInput || (toWeights && layer > 0)) {
                add(matrix(batch, in), y, weight);
            }
        }
    }

    private Tensor matrix(int rows, int columns) {
        return torch.randn(new long[] {rows, columns}, compute.floats());
    }

    private void add(Tensor out, Tensor left, Tensor right) {
        products.add(new Product(out, left, right));
        operations += 2.0 * left.size(0) * left.size(1) * right.size(1);
    }

    /** Computes all of them once. */
    void run() {
        try (Scope _ = Scope.withoutGradients()) {
            for (Product product : products) {
                torch.mm_out(product.out(), product.left(), product.right());
            }
        }
    }

    /** Waits for a device that computes behind the caller's back. */
    void await() {
        try (Scope _ = Scope.open()) {
            Tensors.toFloats(products.getLast().out());
        }
    }

    /** Multiplications and additions of one {@link #run}. */
    double operations() {
        return operations;
    }
}
