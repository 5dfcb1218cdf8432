package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** A plain {@code java -cp}, without the environment variables of a launcher. */
class NativeThreadsTest {

    private static final String POLICY = "OMP_WAIT_POLICY";

    @Test
    void aProductOnOneThreadIsComputedByTheCallerAlone() throws Exception {
        String output = plainJava(Map.of(), Products.class);

        double share = Double.parseDouble(output.lines().toList().getLast());
        assertThat(share)
                .as("share of the calling thread in the processor time")
                .isGreaterThan(0.85);
    }

    @Test
    void idleThreadsSleepUnlessTheUserWantsOtherwise() throws Exception {
        assertThat(plainJava(Map.of("OMP_DISPLAY_ENV", "true"), Products.class)).contains(POLICY + " = 'PASSIVE'");
        assertThat(plainJava(Map.of("OMP_DISPLAY_ENV", "true", POLICY, "active"), Products.class))
                .contains(POLICY + " = 'ACTIVE'");
    }

    private static String plainJava(Map<String, String> variables, Class<?> main) throws Exception {
        var builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()))
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("OMP_") || name.startsWith("OPENBLAS_"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** Multiplies for a while and prints the share of its own thread in the processor time of the process. */
    static final class Products {

        private static final int SIZE = 512;

        public static void main(String[] arguments) {
            Compute compute = Compute.on(Compute.Kind.CPU, 1);
            try (Scope _ = Scope.withoutGradients()) {
                Tensor factor = torch.ones(new long[] {SIZE, SIZE}, compute.floats());
                multiply(factor, 5);
                long process = processTime();
                long thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                multiply(factor, 100);
                double own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - thread;
                System.out.println(own / (processTime() - process));
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
