package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher script: which JDK it uses, and how it starts it. */
class LauncherTest {

    @TempDir
    private Path folder;

    private LauncherTree tree;

    @BeforeEach
    void plant() throws IOException {
        tree = new LauncherTree(folder);
    }

    @Test
    void worksThroughASymbolicLink() throws IOException, InterruptedException {
        tree.jdk("jdks/25", "25.0.3");
        tree.pretendBuilt();
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path absolute = Files.createSymbolicLink(bin.resolve("espalier"), tree.root.resolve("espalier"));
        Path relative = Files.createSymbolicLink(folder.resolve("esp"), Path.of("bin/espalier"));

        assertThat(tree.launch(absolute, "envs").out()).contains("[" + tree.root.resolve(LauncherTree.JAR) + ":");
        assertThat(tree.launch(relative, "envs").out()).contains("[" + tree.root.resolve(LauncherTree.JAR) + ":");
    }

    @Test
    void prefersJavaHomeThenThePath() throws IOException, InterruptedException {
        tree.jdk("jdks/25", "25.0.3");
        tree.pretendBuilt();
        Path onPath = tree.jdk("on-path", "26-ea");
        tree.environment.put("PATH", tree.environment.get("PATH") + ":" + onPath.resolve("bin"));
        assertThat(tree.launch().out()).startsWith("java of on-path in");

        tree.environment.put("JAVA_HOME", tree.jdk("home-jdk", "25").toString());
        assertThat(tree.launch().out()).startsWith("java of home-jdk in");
    }

    @Test
    void passesOverWhatIsTooOldOrNoJdk() throws IOException, InterruptedException {
        tree.environment.put("JAVA_HOME", tree.jdk("old", "17.0.9").toString());
        tree.jdk("jdks/a-21", "21.0.1");
        Files.delete(tree.jdk("jdks/b-runtime", "25.0.3").resolve("bin/javac"));
        tree.jdk("jdks/c-25", "25.0.3");
        tree.pretendBuilt();

        assertThat(tree.launch().out()).startsWith("java of jdks/c-25 in");
    }

    @Test
    void saysHowToGetAJdk() throws IOException, InterruptedException {
        tree.environment.put("JAVA_HOME", tree.jdk("old", "17.0.9").toString());

        LauncherTree.Outcome outcome = tree.launch("train");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("espalier: no JDK 25 or newer was found (looked at JAVA_HOME, PATH and the usual folders).")
                .contains("Eclipse Temurin 25")
                .contains("apt install openjdk-25-jdk");
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
        LauncherTree.script(tree.jdk("jdks/25", "25.0.3").resolve("bin/java"), "echo \"${LC_ALL:-} ${LC_CTYPE:-}\"");
        tree.pretendBuilt();
        put("LC_ALL", all);
        put("LC_CTYPE", type);
        put("LANG", language);

        assertThat(tree.launch("envs").out())
                .isEqualTo(Objects.requireNonNullElse(thenAll, "") + " " + Objects.requireNonNullElse(thenType, "")
                        + "\n");
    }

    @Test
    void addsTheUsersJavaOptions() throws IOException, InterruptedException {
        tree.jdk("jdks/25", "25.0.3");
        tree.pretendBuilt();
        tree.environment.put("ESPALIER_JAVA_OPTS", "-Xmx3g -Dx=y");

        assertThat(tree.launch("envs").out()).contains("[-Xmx3g]\n[-Dx=y]\n[-cp]");
    }

    /** The JVM compiles less where there is no time to win it back: not for help, and fully for training. */
    @ParameterizedTest
    @CsvSource({
        "'', true",
        "--help, true",
        "params --env x, true",
        "train --help, true",
        "bench update -h, true",
        "train, false",
        "train --out helpers, false",
        "resume runs/params, false",
        "eval runs/x, false"
    })
    void startsShortCommandsWithLessCompilation(String command, boolean brief)
            throws IOException, InterruptedException {
        tree.jdk("jdks/25", "25.0.3");
        tree.pretendBuilt();

        String started = tree.launch(command.isEmpty() ? new String[0] : command.split(" ", -1))
                .out();

        assertThat(started.contains("[-XX:TieredStopAtLevel=1]\n")).isEqualTo(brief);
        assertThat(started).doesNotContain("AOT");
    }

    private void put(String variable, @Nullable String value) {
        if (value != null) {
            tree.environment.put(variable, value);
        }
    }
}
