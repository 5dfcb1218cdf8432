package dev.espalier.tensor;

import java.util.concurrent.Phaser;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The memory into which OpenBLAS packs the factors of matrix products: one piece for each product that runs at the same
 * time, kept until the process ends.
 *
 * <p>The kernels for AMD Zen and Intel Haswell prefetch beyond the packed factors. As long as nothing was ever written
 * there, the system has no page for these addresses, and each prefetch looks for one in vain: a product of 256x256
 * matrices takes 3.5 times as long, until one of 512x512 has run in that process. Networks of 256 units never need such
 * a large product, so one is computed at the start.
 */
final class ProductMemory {

    /** Packed factors of this size reach beyond what smaller products prefetch. */
    private static final int SIZE = 512;

    private ProductMemory() {}

    /** Lets as many products write to their memory as may run side by side, all at the same time. */
    static void touch(Compute compute) {
        int products = compute.sideBySide();
        var all = new Phaser(products);
        compute.together(IntStream.range(0, products).boxed().toList(), _ -> {
            try (Scope _ = Scope.withoutGradients()) {
                Tensor factor = torch.ones(new long[] {SIZE, SIZE}, compute.floats());
                // Each thread of the pool takes one product, and holds it until the last has taken its own.
                all.arriveAndAwaitAdvance();
                factor.mm(factor);
            }
        });
    }
}
