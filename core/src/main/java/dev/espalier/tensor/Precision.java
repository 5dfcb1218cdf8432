package dev.espalier.tensor;

import java.util.Locale;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How precisely matrix products of float32 tensors are computed, in PyTorch's words
 * ({@code torch.set_float32_matmul_precision}). Products are float32 tensors at each precision, and all else (gates,
 * losses, Adam, batch norm, targets) is computed in float32.
 */
public enum Precision {
    /** In float32. */
    HIGHEST,
    /** With factors rounded to TF32, which keeps 10 bits of a fraction, where the device can: GPUs, CPUs with AMX-FP16. */
    HIGH,
    /** With factors rounded to bf16, which keeps 7 bits of a fraction, where the CPU can: with AMX. On GPUs as HIGH. */
    MEDIUM;

    /** A product of this size is never too small for the device's special units. */
    private static final int PROBED_SIZE = 256;

    /** The formats of the factors. */
    public enum Format {
        FLOAT32,
        TF32,
        BF16;

        /** Name in messages and files, such as {@code bf16}. */
        public String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Applies to all products of this process from now on: libtorch has one setting for all. */
    void set() {
        torch.globalContext().setFloat32MatmulPrecision(name().toLowerCase(Locale.ROOT));
    }

    /** Multiplies, to see which format the factors have now: a device without bf16 multiplies in float32 at MEDIUM. */
    static Format factors(Compute compute) {
        try (Scope _ = Scope.withoutGradients()) {
            if (!keeps(0x1p-9, compute)) {
                return Format.BF16;
            }
            return keeps(0x1p-12, compute) ? Format.FLOAT32 : Format.TF32;
        }
    }

    /** Whether 1 + fraction times 1 is more than 1. */
    private static boolean keeps(double fraction, Compute compute) {
        Tensor identity = torch.eye(PROBED_SIZE, compute.floats());
        Tensor product = identity.mul(new Scalar(1 + fraction)).mm(identity);
        return product.max().item_float() > 1;
    }
}
