package dev.espalier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of loaded classes that the launcher makes at a build, with a real JVM. */
class AotCacheTest {

    @TempDir
    private Path folder;

    /** A JVM that may not go on without its cache. */
    private static final String REQUIRED = "-XX:AOTMode=on";

    private final List<String> jars = new ArrayList<>();

    private Path cache = Path.of("");

    private record Outcome(int code, String text) {}

    /** As an installation has them: the cache cannot hold classes from folders. */
    @BeforeEach
    void packClasses() {
        cache = folder.resolve("espalier.aot");
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (place.isEmpty() || place.endsWith("test-classes")) {
                continue;
            }
            if (Files.isDirectory(Path.of(place))) {
                String jar = folder.resolve("classes" + jars.size() + ".jar").toString();
                int code = ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, "--create", "--file", jar, "-C", place, ".");
                assertThat(code).isZero();
                jars.add(jar);
            } else {
                jars.add(place);
            }
        }
    }

    private static Outcome java(List<String> classPath, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(File.pathSeparator, classPath)));
        Stream.of(arguments).filter(argument -> argument.startsWith("-XX")).forEach(option -> command.add(1, option));
        command.add(Main.class.getName());
        Stream.of(arguments).filter(argument -> !argument.startsWith("-XX")).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), text);
    }

    @Test
    void aStartReadsTheClassesOfAnEarlierOne() throws IOException, InterruptedException {
        assertThat(java(jars, "-XX:AOTCacheOutput=" + cache, "params").code()).isZero();
        assertThat(cache).isRegularFile();

        Outcome started = java(jars, REQUIRED, "-XX:AOTCache=" + cache, "presets");

        assertThat(started).isEqualTo(java(jars, "presets"));
        assertThat(started.code()).isZero();
    }

    /** So the launcher makes it anew after each build. */
    @Test
    void aCacheFitsTheClassPathThatItWasMadeWith() throws IOException, InterruptedException {
        assertThat(java(jars, "-XX:AOTCacheOutput=" + cache, "presets").code()).isZero();
        List<String> others = new ArrayList<>(jars);
        Collections.reverse(others);

        assertThat(java(others, REQUIRED, "-XX:AOTCache=" + cache, "presets").code())
                .isNotZero();
        assertThat(java(others, "-XX:AOTCache=" + cache, "presets").code()).isZero();
    }
}
