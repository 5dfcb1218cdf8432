package dev.espalier.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build's script, on the test's own folders and without access to package indexes. */
class FetchWheelsTest {

    private static final Path WHEELS = Path.of("wheels").toAbsolutePath();

    @TempDir
    private Path folder;

    private record Result(int exitCode, String output) {}

    @Test
    void withoutPipTheMessageNamesTheTwoWheelsAndTheirFolder() throws Exception {
        Result result = run(folder.resolve("wheels"), "linux-x86_64");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .contains("Put these two files into " + folder.toRealPath().resolve("wheels"))
                .contains("mujoco-3.14.0-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl")
                .contains("gymnasium-1.3.0-py3-none-any.whl");
    }

    @Test
    void aDamagedWheelIsNamed() throws Exception {
        Path wheels = copyOfWheels();
        Path gymnasium = wheels.resolve("gymnasium-1.3.0-py3-none-any.whl");
        byte[] content = Files.readAllBytes(gymnasium);
        content[1000] ^= 1;
        Files.write(gymnasium, content);

        Result result = run(wheels, "linux-x86_64");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains(gymnasium + " has the SHA-256 ", "Delete the wheel and build again");
    }

    @Test
    void anUntestedPlatformBuildsWithoutALibraryAndSaysSo() throws Exception {
        Result result = run(WHEELS, "plan9-mips");

        assertThat(result.exitCode()).isZero();
        assertThat(result.output())
                .contains("MuJoCo library for plan9-mips is not packed; tested platforms: linux-x86_64")
                .contains("ESPALIER_MUJOCO_LIB");
        Path packed = folder.resolve("out/resources/dev/espalier/mujoco");
        assertThat(packed.resolve("native/library.properties")).content().contains("platform=none");
        assertThat(packed.resolve("models/ant.xml")).exists();
        assertThat(packed.resolve("native")).isDirectoryNotContaining("glob:**libmujoco*");
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        run(WHEELS, "linux-x86_64");
        Path library = folder.resolve("out/resources/dev/espalier/mujoco/native/libmujoco.so.3.14.0");
        Object before = Files.getAttribute(library, "unix:ino");

        assertThat(run(WHEELS, "linux-x86_64").exitCode()).isZero();
        assertThat(Files.getAttribute(library, "unix:ino")).isEqualTo(before);
    }

    /** What a new platform's entry is made with. */
    @Test
    void theEntryOfAWheelIsWhatItsPlatformHas() throws Exception {
        Path wheel = WHEELS.resolve("mujoco-3.14.0-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl");

        Result result = call("--entry", wheel.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).isNotBlank();
        assertThat(Files.readString(Path.of("tools/fetch_wheels.py")))
                .contains("    \"linux-x86_64\": {\n" + result.output() + "    },\n");
    }

    @Test
    void aWheelWithoutALibraryHasNoEntry() throws Exception {
        Result result = call(
                "--entry", WHEELS.resolve("gymnasium-1.3.0-py3-none-any.whl").toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("is no wheel with one MuJoCo library");
    }

    private Path copyOfWheels() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("wheels"));
        try (Stream<Path> wheels = Files.list(WHEELS)) {
            for (Path wheel : wheels.toList()) {
                Files.copy(wheel, copy.resolve(wheel.getFileName()));
            }
        }
        return copy;
    }

    private Result run(Path wheels, String platform) throws IOException, InterruptedException {
        return call(
                "--wheels", wheels.toString(), "--out", folder.resolve("out").toString(), "--platform", platform);
    }

    private static Result call(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(System.getProperty("espalier.python"), "tools/fetch_wheels.py"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("PIP_NO_INDEX", "1");
        builder.environment().remove("PIP_FIND_LINKS");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
