package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher script builds before it starts anything, and when not. */
class LauncherBuildTest {

    @TempDir
    private Path folder;

    private LauncherTree tree;

    @BeforeEach
    void plant() throws IOException {
        tree = new LauncherTree(folder);
    }

    /** Maven rewrites the jar of a module only if that module has changed. */
    @Test
    void aBuildThatLeavesTheJarAloneIsNotRepeated() throws IOException, InterruptedException {
        tree.jdk("jdks/25", "25.0.3");
        tree.pretendBuilt();
        Files.setLastModifiedTime(
                tree.root.resolve(LauncherTree.JAR), FileTime.from(Instant.now().minusSeconds(50)));
        LauncherTree.script(folder.resolve("tools/mvn"), "");
        Path source = tree.root.resolve("core/src/main/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(2)));
        for (Path made : List.of(
                tree.root.resolve("core/src/main"),
                tree.root.resolve("cli/src/main"),
                tree.root.resolve("mujoco/src/main"),
                tree.root.resolve("mujoco/tools"))) {
            Files.setLastModifiedTime(made, FileTime.from(Instant.now().minusSeconds(100)));
        }

        assertThat(tree.launch("envs").err()).startsWith("espalier: building");
        assertThat(tree.launch("envs").err()).isEmpty();
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(tree.launch("envs").err()).startsWith("espalier: building");
    }

    @Test
    void buildsOnFirstUseAndRunsInTheUsersFolder() throws IOException, InterruptedException {
        Path home = tree.jdk("jdks/25", "25.0.3");

        LauncherTree.Outcome outcome = tree.launch("eval", "my run", "--json");

        assertThat(outcome.err())
                .startsWith("espalier: building; the first build fetches MuJoCo and libtorch and takes a few minutes\n")
                .contains("mvn -B -q -f " + tree.root.resolve("pom.xml") + " -Pquick")
                .contains("with " + home + "\n");
        assertThat(outcome.out()).isEqualTo("""
                        java of jdks/25 in %s
                        [--enable-native-access=ALL-UNNAMED]
                        [--sun-misc-unsafe-memory-access=allow]
                        [-XX:AOTCache=%s]
                        [-Xlog:aot*=off,cds*=off]
                        [-cp]
                        [%s:%s]
                        [dev.espalier.cli.Main]
                        [eval]
                        [my run]
                        [--json]
                        """.formatted(
                        folder,
                        tree.root.resolve(LauncherTree.CACHE),
                        tree.root.resolve(LauncherTree.JAR),
                        tree.root.resolve("cli/target/quick/lib/*")));
        assertThat(outcome.code()).as("java's own").isEqualTo(3);
    }

    @Test
    void startsAtOnceWhenNothingChanged() throws IOException, InterruptedException {
        tree.jdk("jdks/25", "25.0.3");
        tree.pretendBuilt();

        LauncherTree.Outcome outcome = tree.launch("envs");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("[envs]");
    }

    @Test
    void buildsAgainAfterAChange() throws IOException, InterruptedException {
        tree.jdk("jdks/25", "25.0.3");
        for (String changed : List.of("pom.xml", "core/pom.xml", "core/src/main/A.java", "mujoco/tools/fetch.py")) {
            tree.pretendBuilt();
            FileTime before = Files.getLastModifiedTime(tree.root.resolve(changed));
            Files.setLastModifiedTime(
                    tree.root.resolve(changed), FileTime.from(Instant.now().plusSeconds(20)));
            assertThat(tree.launch("envs").err()).as(changed).contains("mvn ");
            Files.setLastModifiedTime(tree.root.resolve(changed), before);
        }
    }

    /** For example the GPU build of libtorch, after a first start without it. */
    @Test
    void buildsAgainWithOtherOptionsForTheBuild() throws IOException, InterruptedException {
        tree.jdk("jdks/25", "25.0.3");
        tree.pretendBuilt();
        Path library = tree.root.resolve(LauncherTree.JAR).resolveSibling("lib").resolve("libtorch-cpu.jar");
        LauncherTree.write(library, "");
        tree.environment.put("ESPALIER_MAVEN_ARGS", "-Pcuda");
        assertThat(tree.launch("envs").err()).contains("mvn -B -q -Pcuda ");
        assertThat(library).doesNotExist();

        LauncherTree.write(library, "");
        tree.pretendBuilt();
        assertThat(tree.launch("envs").err()).doesNotContain("mvn ");
        assertThat(library).exists();

        tree.environment.remove("ESPALIER_MAVEN_ARGS");
        assertThat(tree.launch("envs").err()).contains("mvn -B -q -f ");
        assertThat(library).doesNotExist();
    }

    @Test
    void saysWhenMavenOrPythonIsMissing() throws IOException, InterruptedException {
        tree.jdk("jdks/25", "25.0.3");
        Files.delete(folder.resolve("tools/python3"));
        LauncherTree.Outcome noPython = tree.launch("train");
        assertThat(noPython.code()).isEqualTo(2);
        assertThat(noPython.err()).startsWith("espalier: Python 3 with pip is needed to fetch MuJoCo");

        Files.delete(folder.resolve("tools/mvn"));
        LauncherTree.Outcome noMaven = tree.launch("train");
        assertThat(noMaven.code()).isEqualTo(2);
        assertThat(noMaven.err()).startsWith("espalier: Maven is needed to build Espalier, and there is no mvn");
    }

    @Test
    void aFailedBuildEndsIt() throws IOException, InterruptedException {
        tree.jdk("jdks/25", "25.0.3");
        LauncherTree.script(folder.resolve("tools/mvn"), "echo 'no network'\nexit 1\n");

        LauncherTree.Outcome outcome = tree.launch("train");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("no network")
                .endsWith("espalier: the build failed; the messages above say why\n");
        assertThat(outcome.out()).isEmpty();
    }
}
