package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.natives.CacheFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that end the process or depend on how it was started, in their own JVM. */
class MujocoProcessTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path folder;

    private record Result(int exitCode, String output) {}

    /** Loads a model, then causes a fatal error in MuJoCo. */
    static final class FatalError {

        private FatalError() {}

        public static void main(String[] args) {
            try (MjModel model = MjModel.packed("hopper.xml")) {
                System.out.println("loaded");
                System.out.println(model.functions().stateSize(model.segment(), -1));
            } finally {
                System.out.println("went on");
            }
        }
    }

    /** Loads a model and prints the error. */
    static final class Load {

        private Load() {}

        public static void main(String[] args) {
            try (MjModel model = MjModel.packed("hopper.xml")) {
                System.out.println("loaded " + model.nq());
            } catch (MujocoLoadException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    @Test
    void aFatalErrorEndsTheProcessWithAMessage() throws Exception {
        Result result = run(Map.of(), JAVA, FatalError.class);

        assertThat(result.output())
                .contains("loaded", "MuJoCo stopped with an error that it cannot recover from: ", "mj_stateSize")
                .doesNotContain("went on");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theVariableNamesAnotherLibrary() throws Exception {
        Path text = Files.writeString(folder.resolve("lib.so"), "not a library");

        Result refused = run(Map.of(Mujoco.LIBRARY_VARIABLE, text.toString()), JAVA, Load.class);
        assertThat(refused.output()).contains("refused: " + text + " is not a library");
        Result loaded = run(Map.of(Mujoco.LIBRARY_VARIABLE, Mujoco.load().path().toString()), JAVA, Load.class);
        assertThat(loaded.output()).contains("loaded 6");
    }

    /** The shell's limit on file sizes simulates a full disk: the write fails halfway. */
    @Test
    void aFullDiskIsAClearErrorAndLeavesNothingBehind() throws Exception {
        Path cache = folder.resolve("cache");
        String limited = "ulimit -f 1000; exec \"$0\" \"$@\"";

        Result result =
                run(Map.of(CacheFolder.VARIABLE, cache.toString()), List.of("sh", "-c", limited, JAVA), Load.class);

        assertThat(result.output()).contains("refused: The MuJoCo library cannot be unpacked to " + cache);
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(file).isEmptyFile().hasFileName(".lock"));
        }
    }

    private Result run(Map<String, String> environment, String java, Class<?> main) throws Exception {
        return run(environment, List.of(java), main);
    }

    private Result run(Map<String, String> environment, List<String> java, Class<?> main)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(java);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xshare:auto", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
