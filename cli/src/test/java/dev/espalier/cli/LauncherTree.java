package dev.espalier.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A source tree with the launcher script, a fake Maven and fake JDKs, and an environment without anything else. */
final class LauncherTree {

    /** What the build makes. */
    static final String JAR = "cli/target/quick/espalier-cli-7.0.jar";

    static final String CACHE = "cli/target/quick/espalier.aot";

    /** The result of one call. */
    record Outcome(int code, String out, String err) {}

    private final Path folder;
    final Path root;
    final Map<String, String> environment = new HashMap<>();

    LauncherTree(Path folder) throws IOException {
        this.folder = folder;
        root = Files.createDirectories(folder.resolve("source tree"));
        Files.copy(Path.of("..", "espalier"), root.resolve("espalier"));
        write(root.resolve("pom.xml"), "<project>\n  <version>7.0</version>\n</project>\n");
        for (String module : List.of("core", "cli", "mujoco")) {
            write(root.resolve(module).resolve("pom.xml"), "<project/>");
            write(root.resolve(module).resolve("src/main/A.java"), "class A {}");
        }
        write(root.resolve("mujoco/tools/fetch.py"), "");
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool :
                List.of("sed", "head", "dirname", "readlink", "find", "touch", "mkdir", "rm", "env", "true")) {
            script(tools.resolve(tool), "exec " + which(tool) + " \"$@\"\n");
        }
        script(tools.resolve("python3"), "");
        script(tools.resolve("mvn"), """
                echo "mvn $*"
                echo "with $JAVA_HOME"
                mkdir -p '%1$s/cli/target/quick'
                touch '%1$s/%2$s'
                """.formatted(root, JAR));
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("ESPALIER_JDK_FOLDERS", folder.resolve("jdks").toString());
    }

    private static Path which(String tool) {
        return List.of("/usr/bin", "/bin").stream()
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** Writes a file that looks older than the build. */
    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100)));
    }

    static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** A JDK whose java prints how it was called, and exits with code 3; or writes a cache, if that is what it is to do. */
    Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "");
        script(home.resolve("bin/java"), """
                for argument in "$@"; do
                    case $argument in -XX:AOTCacheOutput=*) echo cached >"${argument#*=}"; exit 0 ;; esac
                done
                echo "java of %s in $PWD"
                for argument in "$@"; do echo "[$argument]"; done
                exit 3
                """.formatted(name));
        return home;
    }

    /** A jar that is newer than all sources. */
    void pretendBuilt() throws IOException {
        Files.createDirectories(root.resolve(JAR).getParent());
        Files.writeString(root.resolve(JAR), "");
        // Folders count as sources, and the test has just created them.
        Files.setLastModifiedTime(root.resolve(JAR), FileTime.from(Instant.now().plusSeconds(10)));
    }

    /** Calls the launcher, or a link to it, in the folder. */
    Outcome launch(Path script, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Outcome(code, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    Outcome launch(String... arguments) throws IOException, InterruptedException {
        return launch(root.resolve("espalier"), arguments);
    }
}
