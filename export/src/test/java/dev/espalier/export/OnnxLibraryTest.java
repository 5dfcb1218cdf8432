package dev.espalier.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.espalier.policy.Policy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In their own processes, as a process loads the library once and has one temporary folder. */
class OnnxLibraryTest {

    @TempDir
    private Path folder;

    /** Loads the library and prints the result. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws OrtException {
            Policy policy = RandomPolicy.draw(2);
            byte[] model = OnnxModel.of(policy, RandomPolicy.FACTS, RandomPolicy.golden(policy));
            try (OnnxController controller = OnnxController.of(model)) {
                System.out.println("reads " + controller.observationSize());
                System.out.println("reports off: " + nativeVariable("ORT_DISABLE_TELEMETRY"));
            } catch (ExportException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** What a native library reads, which Java's own copy of the environment does not show. */
    private static String nativeVariable(String name) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = (MemorySegment) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("getenv"),
                            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                    .invokeExact(arena.allocateFrom(name));
            return value.equals(MemorySegment.NULL)
                    ? "not set"
                    : value.reinterpret(100).getString(0);
        } catch (Throwable e) {
            throw new AssertionError("getenv throws nothing", e);
        }
    }

    private static String run(Path temporary) throws IOException, InterruptedException {
        var program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + temporary,
                Program.class.getName());
        // Not on the command line, where ONNX Runtime 1.29 overflows the stack if it is long.
        program.environment().remove("ORT_DISABLE_TELEMETRY");
        program.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = program.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void nothingStaysInTheTemporaryFolder() throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));

        assertThat(run(temporary)).contains("reads " + RandomPolicy.draw(2).observationSize());
        assertThat(temporary).isEmptyDirectory();
    }

    /** ONNX Runtime's builds for Linux report to their maker unless told not to before they are loaded. */
    @Test
    void reportsToNobody() throws IOException, InterruptedException {
        assertThat(run(folder)).contains("reports off: 1\n");
    }

    @Test
    void withoutATemporaryFolderThatIsNamed() throws IOException, InterruptedException {
        Path missing = folder.resolve("missing");

        assertThat(run(missing))
                .contains("ONNX Runtime cannot be loaded: java.nio.file.NoSuchFileException")
                .contains("It makes a folder in the temporary one, " + missing
                        + "; if that is missing or full, name another")
                .contains("with ESPALIER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER")
                .doesNotContain("\tat ");
    }
}
