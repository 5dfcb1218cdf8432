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
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher script, with a fake JDK and Maven: which JDK it uses, when it builds, and what it starts. */
class LauncherTest {

    private static final String JAR = "cli/target/quick/espalier-cli-7.0.jar";

    @TempDir
    Path folder;

    private Path root;
    private final Map<String, String> environment = new HashMap<>();

    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void makeTree() throws IOException {
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
                List.of("sed", "head", "dirname", "readlink", "find", "touch", "mkdir", "env", "true")) {
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

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100)));
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** A JDK whose java prints how it was called, and exits with code 3. */
    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "");
        script(home.resolve("bin/java"), """
                echo "java of %s in $PWD"
                for argument in "$@"; do echo "[$argument]"; done
                exit 3
                """.formatted(name));
        return home;
    }

    private void pretendBuilt() throws IOException {
        Files.createDirectories(root.resolve(JAR).getParent());
        Files.writeString(root.resolve(JAR), "");
        // Folders count as sources, and the test has just created them.
        Files.setLastModifiedTime(root.resolve(JAR), FileTime.from(Instant.now().plusSeconds(10)));
    }

    private Outcome launch(Path script, String... arguments) throws IOException, InterruptedException {
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

    private Outcome launch(String... arguments) throws IOException, InterruptedException {
        return launch(root.resolve("espalier"), arguments);
    }

    /** Maven rewrites the jar of a module only if that module has changed. */
    @Test
    void aBuildThatLeavesTheJarAloneIsNotRepeated() throws IOException, InterruptedException {
        jdk("jdks/25", "25.0.3");
        pretendBuilt();
        Files.setLastModifiedTime(root.resolve(JAR), FileTime.from(Instant.now().minusSeconds(50)));
        script(folder.resolve("tools/mvn"), "");
        Path source = root.resolve("core/src/main/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(2)));
        for (Path made : List.of(
                root.resolve("core/src/main"),
                root.resolve("cli/src/main"),
                root.resolve("mujoco/src/main"),
                root.resolve("mujoco/tools"))) {
            Files.setLastModifiedTime(made, FileTime.from(Instant.now().minusSeconds(100)));
        }

        assertThat(launch("envs").err()).startsWith("espalier: building");
        assertThat(launch("envs").err()).isEmpty();
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(launch("envs").err()).startsWith("espalier: building");
    }

    @Test
    void buildsOnFirstUseAndRunsInTheUsersFolder() throws IOException, InterruptedException {
        Path home = jdk("jdks/25", "25.0.3");

        Outcome outcome = launch("eval", "my run", "--json");

        assertThat(outcome.err())
                .startsWith("espalier: building; the first build fetches MuJoCo and libtorch and takes a few minutes\n")
                .contains("mvn -B -q -f " + root.resolve("pom.xml") + " -Pquick")
                .contains("with " + home + "\n");
        assertThat(outcome.out())
                .isEqualTo("""
                        java of jdks/25 in %s
                        [--enable-native-access=ALL-UNNAMED]
                        [--sun-misc-unsafe-memory-access=allow]
                        [-cp]
                        [%s:%s]
                        [dev.espalier.cli.Main]
                        [eval]
                        [my run]
                        [--json]
                        """.formatted(folder, root.resolve(JAR), root.resolve("cli/target/quick/lib/*")));
        assertThat(outcome.code()).as("java's own").isEqualTo(3);
    }

    @Test
    void startsAtOnceWhenNothingChanged() throws IOException, InterruptedException {
        jdk("jdks/25", "25.0.3");
        pretendBuilt();

        Outcome outcome = launch("envs");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("[envs]");
    }

    @Test
    void buildsAgainAfterAChange() throws IOException, InterruptedException {
        jdk("jdks/25", "25.0.3");
        for (String changed : List.of("pom.xml", "core/pom.xml", "core/src/main/A.java", "mujoco/tools/fetch.py")) {
            pretendBuilt();
            FileTime before = Files.getLastModifiedTime(root.resolve(changed));
            Files.setLastModifiedTime(
                    root.resolve(changed), FileTime.from(Instant.now().plusSeconds(20)));
            assertThat(launch("envs").err()).as(changed).contains("mvn ");
            Files.setLastModifiedTime(root.resolve(changed), before);
        }
    }

    /** For example the GPU build of libtorch, after a first start without it. */
    @Test
    void buildsAgainWithOtherOptionsForTheBuild() throws IOException, InterruptedException {
        jdk("jdks/25", "25.0.3");
        pretendBuilt();
        Path library = root.resolve(JAR).resolveSibling("lib").resolve("libtorch-cpu.jar");
        write(library, "");
        environment.put("ESPALIER_MAVEN_ARGS", "-Pcuda");
        assertThat(launch("envs").err()).contains("mvn -B -q -Pcuda ");
        assertThat(library).doesNotExist();

        write(library, "");
        pretendBuilt();
        assertThat(launch("envs").err()).doesNotContain("mvn ");
        assertThat(library).exists();

        environment.remove("ESPALIER_MAVEN_ARGS");
        assertThat(launch("envs").err()).contains("mvn -B -q -f ");
        assertThat(library).doesNotExist();
    }

    @Test
    void worksThroughASymbolicLink() throws IOException, InterruptedException {
        jdk("jdks/25", "25.0.3");
        pretendBuilt();
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path absolute = Files.createSymbolicLink(bin.resolve("espalier"), root.resolve("espalier"));
        Path relative = Files.createSymbolicLink(folder.resolve("esp"), Path.of("bin/espalier"));

        assertThat(launch(absolute, "envs").out()).contains("[" + root.resolve(JAR) + ":");
        assertThat(launch(relative, "envs").out()).contains("[" + root.resolve(JAR) + ":");
    }

    @Test
    void prefersJavaHomeThenThePath() throws IOException, InterruptedException {
        jdk("jdks/25", "25.0.3");
        pretendBuilt();
        Path onPath = jdk("on-path", "26-ea");
        environment.put("PATH", environment.get("PATH") + ":" + onPath.resolve("bin"));
        assertThat(launch().out()).startsWith("java of on-path in");

        environment.put("JAVA_HOME", jdk("home-jdk", "25").toString());
        assertThat(launch().out()).startsWith("java of home-jdk in");
    }

    @Test
    void passesOverWhatIsTooOldOrNoJdk() throws IOException, InterruptedException {
        environment.put("JAVA_HOME", jdk("old", "17.0.9").toString());
        jdk("jdks/a-21", "21.0.1");
        Files.delete(jdk("jdks/b-runtime", "25.0.3").resolve("bin/javac"));
        jdk("jdks/c-25", "25.0.3");
        pretendBuilt();

        assertThat(launch().out()).startsWith("java of jdks/c-25 in");
    }

    @Test
    void saysHowToGetAJdk() throws IOException, InterruptedException {
        environment.put("JAVA_HOME", jdk("old", "17.0.9").toString());

        Outcome outcome = launch("train");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("espalier: no JDK 25 or newer was found (looked at JAVA_HOME, PATH and the usual folders).")
                .contains("Eclipse Temurin 25")
                .contains("apt install openjdk-25-jdk");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void saysWhenMavenOrPythonIsMissing() throws IOException, InterruptedException {
        jdk("jdks/25", "25.0.3");
        Files.delete(folder.resolve("tools/python3"));
        Outcome noPython = launch("train");
        assertThat(noPython.code()).isEqualTo(2);
        assertThat(noPython.err()).startsWith("espalier: Python 3 with pip is needed to fetch MuJoCo");

        Files.delete(folder.resolve("tools/mvn"));
        Outcome noMaven = launch("train");
        assertThat(noMaven.code()).isEqualTo(2);
        assertThat(noMaven.err()).startsWith("espalier: Maven is needed to build Espalier, and there is no mvn");
    }

    @Test
    void aFailedBuildEndsIt() throws IOException, InterruptedException {
        jdk("jdks/25", "25.0.3");
        script(folder.resolve("tools/mvn"), "echo 'no network'\nexit 1\n");

        Outcome outcome = launch("train");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("no network")
                .endsWith("espalier: the build failed; the messages above say why\n");
        assertThat(outcome.out()).isEmpty();
    }

    /** In containers the locale is often unset or C: Java could not open files with names that are not ASCII. */
    @ParameterizedTest
    @CsvSource({
        ",,, , C.UTF-8",
        "C,,, C.UTF-8,",
        "POSIX, de_DE.UTF-8, de_DE.UTF-8, C.UTF-8, de_DE.UTF-8",
        ", C, de_DE.UTF-8, , C.UTF-8",
        ",, de_DE.UTF-8, ,",
        "fr_FR.ISO-8859-1,,, fr_FR.ISO-8859-1,"
    })
    void aLanguageWithoutLettersGetsThem(
            @Nullable String all,
            @Nullable String type,
            @Nullable String language,
            @Nullable String thenAll,
            @Nullable String thenType)
            throws IOException, InterruptedException {
        script(jdk("jdks/25", "25.0.3").resolve("bin/java"), "echo \"${LC_ALL:-} ${LC_CTYPE:-}\"");
        pretendBuilt();
        put("LC_ALL", all);
        put("LC_CTYPE", type);
        put("LANG", language);

        assertThat(launch("envs").out())
                .isEqualTo(Objects.requireNonNullElse(thenAll, "") + " " + Objects.requireNonNullElse(thenType, "")
                        + "\n");
    }

    private void put(String variable, @Nullable String value) {
        if (value != null) {
            environment.put(variable, value);
        }
    }

    @Test
    void addsTheUsersJavaOptions() throws IOException, InterruptedException {
        jdk("jdks/25", "25.0.3");
        pretendBuilt();
        environment.put("ESPALIER_JAVA_OPTS", "-Xmx3g -Dx=y");

        assertThat(launch("envs").out()).contains("[-Xmx3g]\n[-Dx=y]\n[-cp]");
    }
}
