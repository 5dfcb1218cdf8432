package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionTest {

    private static final int SIZE = 300;

    @AfterEach
    void leaveFullPrecisionForOtherTests() {
        Compute.on(Compute.Kind.CPU, 1);
    }

    @Test
    void withoutAWordProductsAreInFloat32() {
        Compute.on(Compute.Kind.CPU, Precision.MEDIUM, 1);

        assertThat(Compute.on(Compute.Kind.CPU, 1).factors()).isEqualTo(Precision.Format.FLOAT32);
    }

    /** Linux lists what the processor can do. */
    @Test
    void mediumMultipliesInBf16WhereTheProcessorCan() throws IOException {
        String flags = Files.readString(Path.of("/proc/cpuinfo"));
        Compute compute = Compute.on(Compute.Kind.CPU, Precision.MEDIUM, 1);

        if (flags.contains("amx_bf16")) {
            assertThat(compute.factors()).isEqualTo(Precision.Format.BF16);
        } else if (!flags.contains("avx512f")) {
            assertThat(compute.factors()).isEqualTo(Precision.Format.FLOAT32);
        }
        // With AVX-512 alone oneDNN may compute bf16 by other instructions, or not.
        assertThat(compute.factors()).isNotEqualTo(Precision.Format.TF32);
    }

    /** Without AVX-512, libtorch has one way to multiply: the precision changes nothing. With it, the errors decide. */
    @Test
    void whereNothingIsRoundedTheBitsAreThoseOfTheHighest() throws IOException {
        boolean oneWay = !Files.readString(Path.of("/proc/cpuinfo")).contains("avx512f");
        float[] highest = product(Precision.HIGHEST);

        for (Precision precision : Precision.values()) {
            if (oneWay) {
                assertThat(product(precision)).as(precision.name()).isEqualTo(highest);
            } else {
                assertThat(product(precision))
                        .as(precision.name())
                        .usingComparatorWithPrecision(1f)
                        .isEqualTo(highest);
            }
        }
    }

    /** A product of random numbers from 0 to 1. */
    private static float[] product(Precision precision) {
        Compute compute = Compute.on(Compute.Kind.CPU, precision, 1);
        try (Scope _ = Scope.withoutGradients()) {
            torch.manual_seed(2);
            Tensor left = torch.rand(new long[] {SIZE, SIZE}, compute.floats());
            Tensor right = torch.rand(new long[] {SIZE, SIZE}, compute.floats());
            return Tensors.toFloats(left.mm(right));
        }
    }

    /** The error of a product, against one in double precision, is what its factors' format permits, and no less. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void productsAreAsPreciseAsTheirFactors(Precision precision) {
        Compute compute = Compute.on(Compute.Kind.CPU, precision, 1);
        double unit = Math.scalb(
                1.0,
                -switch (compute.factors()) {
                    case FLOAT32 -> 24;
                    case TF32 -> 11;
                    case BF16 -> 8;
                });
        try (Scope _ = Scope.withoutGradients()) {
            torch.manual_seed(1);
            Tensor left = torch.rand(new long[] {SIZE, SIZE}, compute.floats());
            Tensor right = torch.rand(new long[] {SIZE, SIZE}, compute.floats());
            Tensor exact = left.to(torch.ScalarType.Double).mm(right.to(torch.ScalarType.Double));
            Tensor product = left.mm(right);
            double error = product.to(torch.ScalarType.Double)
                    .sub(exact)
                    .div(exact)
                    .abs()
                    .max()
                    .item_double();

            assertThat(product.scalar_type().intern()).isEqualTo(torch.ScalarType.Float);
            // Both factors are rounded, and each sum of SIZE products adds up roundings of float32.
            assertThat(error).isLessThan(2 * unit + SIZE * 0x1p-24).isGreaterThan(unit / 16);
        }
    }
}
