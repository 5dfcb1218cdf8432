package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** On processors with another kernel of OpenBLAS than Zen's or Haswell's, products are as fast from the start. */
class ProductMemoryTest {

    private static final double AS_BEFORE = 6;

    /** Without huge pages, an AMD EPYC with Zen's kernel has 3.6. */
    @Test
    void productsAreFastFromTheStart() throws Exception {
        String output = PlainJava.run(Map.of("OPENBLAS_NUM_THREADS", "4"), Products.class);

        // The JVM may have warned before.
        List<String> lines = output.lines().toList();
        List<Double> slowdowns = lines.subList(lines.size() - 2, lines.size()).stream()
                .map(Double::parseDouble)
                .toList();
        assertThat(slowdowns)
                .as("time of a product at the start over its time after a large one, side by side")
                .allSatisfy(slowdown -> assertThat(slowdown).isLessThan(hasHugePages() ? 2 : AS_BEFORE));
    }

    /** Where the system grants no huge pages, products are as slow as before. */
    private static boolean hasHugePages() throws IOException {
        Path setting = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        return Files.exists(setting) && !Files.readString(setting).contains("[never]");
    }

    /** Prints, for each of two threads, how much slower products were before a large one than after. */
    static final class Products {

        private static final int TIMES = 40;

        public static void main(String[] arguments) {
            Compute compute = Compute.on(Compute.Kind.CPU, 2);
            double[] slowdowns = new double[2];
            compute.together(List.of(0, 1), thread -> {
                try (Scope _ = Scope.withoutGradients()) {
                    long before = fastest(compute, 256, TIMES);
                    fastest(compute, 1024, 1);
                    slowdowns[thread] = (double) before / fastest(compute, 256, TIMES);
                }
            });
            IntStream.range(0, 2).forEach(thread -> System.out.println(slowdowns[thread]));
        }

        private static long fastest(Compute compute, int size, int times) {
            Tensor factor = torch.ones(new long[] {size, size}, compute.floats());
            return IntStream.range(0, times)
                    .mapToLong(_ -> {
                        long start = System.nanoTime();
                        factor.mm(factor);
                        return System.nanoTime() - start;
                    })
                    .min()
                    .orElseThrow();
        }
    }
}
