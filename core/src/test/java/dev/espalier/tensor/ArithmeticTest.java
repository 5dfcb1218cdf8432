package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

    @AfterEach
    void leaveOneThreadForOtherTests() {
        Compute.on(Compute.Kind.CPU, 1);
    }

    /** libtorch and OpenBLAS choose kernels by the processor's instructions, which Linux lists. */
    @Test
    void theKernelsAreThoseForThisProcessor() throws IOException {
        String flags = Files.readString(Path.of("/proc/cpuinfo"));
        Map<String, String> arithmetic = Compute.on(Compute.Kind.CPU, 1, 2).arithmetic();

        assertThat(arithmetic)
                .containsOnlyKeys("factors", "openblas", "threads_per_product", "vectors")
                .containsEntry("factors", "float32")
                .containsEntry("threads_per_product", "2");
        assertThat(arithmetic.get("vectors"))
                .isEqualTo(flags.contains("avx512bw") ? "AVX512" : flags.contains("avx2") ? "AVX2" : "DEFAULT");
        assertThat(arithmetic.get("openblas")).matches("[A-Z][A-Za-z0-9]+").isNotEqualTo("Unknown");
    }
}
