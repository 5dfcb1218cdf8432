package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeThreadsTest {

    private static final String POLICY = "OMP_WAIT_POLICY";

    /** With 0, the default, a thread is alone with its product where there are at most four processors. */
    @ParameterizedTest
    @ValueSource(ints = {1, 0})
    void aProductIsComputedByAsManyThreadsAsWereAskedFor(int threads) throws Exception {
        String output = PlainJava.run(Map.of(), Products.class, Integer.toString(threads));

        int processors = Runtime.getRuntime().availableProcessors();
        int perProduct = threads == 1 ? 1 : processors / Math.min(4, processors);
        double share = Double.parseDouble(output.lines().toList().getLast());
        assertThat(share)
                .as("share of the calling thread in the processor time")
                .isGreaterThan(0.85 / perProduct);
    }

    @Test
    void idleThreadsSleepUnlessTheUserWantsOtherwise() throws Exception {
        assertThat(PlainJava.run(Map.of("OMP_DISPLAY_ENV", "true"), Products.class, "1"))
                .contains(POLICY + " = 'PASSIVE'");
        assertThat(PlainJava.run(Map.of("OMP_DISPLAY_ENV", "true", POLICY, "active"), Products.class, "1"))
                .contains(POLICY + " = 'ACTIVE'");
    }

    /** Multiplies for a while and prints the share of its own thread in the processor time of the process. */
    static final class Products {

        private static final int SIZE = 512;

        public static void main(String[] arguments) {
            Compute compute = Compute.on(Compute.Kind.CPU, Integer.parseInt(arguments[0]));
            try (Scope _ = Scope.withoutGradients()) {
                Tensor factor = torch.ones(new long[] {SIZE, SIZE}, compute.floats());
                multiply(factor, 5);
                double share = 0;
                // The best of three: the JVM's own threads work at times, above all on a busy machine.
                for (int round = 0; round < 3; round++) {
                    long process = processTime();
                    long thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                    multiply(factor, 100);
                    double own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - thread;
                    share = Math.max(share, own / (processTime() - process));
                }
                System.out.println(share);
            }
        }

        private static void multiply(Tensor factor, int times) {
            for (int i = 0; i < times; i++) {
                factor.mm(factor);
            }
        }

        private static long processTime() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }
    }
}
