package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher of the archive that {@code mvn -Pquick,dist package} makes: the source tree's, but with its own Java. */
class DistLauncherTest {

    private static final Path LAUNCHER = Path.of("src/dist/bin/espalier");

    @TempDir
    private Path folder;

    private LauncherTree tree;
    private Path root;
    private Path launcher;

    @BeforeEach
    void unpack() throws IOException {
        tree = new LauncherTree(folder);
        tree.jdk("jdks/25", "25.0.3");
        tree.pretendBuilt();
        root = folder.resolve("un packed");
        tree.jdk("un packed/runtime", "25.0.3");
        launcher = Files.createDirectories(root.resolve("bin")).resolve("espalier");
        Files.copy(LAUNCHER, launcher);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "envs", "params --env x", "train --out helpers", "eval --help", "--version"})
    void startsJavaAsTheSourceTreeDoes(String command) throws IOException, InterruptedException {
        tree.environment.put("ESPALIER_JAVA_OPTS", "-Xmx3g -Dx=y");
        String[] arguments = command.isEmpty() ? new String[0] : command.split(" ", -1);

        LauncherTree.Outcome outcome = tree.launch(launcher, arguments);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).as("java's own").isEqualTo(3);
        assertThat(outcome.out())
                .startsWith("java of un packed/runtime in " + folder)
                .contains("[-Xmx3g]\n[-Dx=y]\n");
        assertThat(withoutPlaces(outcome)).isEqualTo(withoutPlaces(tree.launch(arguments)));
    }

    private static List<String> withoutPlaces(LauncherTree.Outcome outcome) {
        return outcome.out()
                .lines()
                .skip(1)
                .filter(line -> !line.endsWith("/*]"))
                .toList();
    }

    @Test
    void needsNoneOfTheBuildsToolsNorAJdk() throws IOException, InterruptedException {
        for (String tool : List.of("mvn", "python3", "find", "sed", "touch", "head")) {
            Files.delete(folder.resolve("tools").resolve(tool));
        }
        tree.environment.remove("ESPALIER_JDK_FOLDERS");
        tree.environment.put("JAVA_HOME", "/nowhere");

        assertThat(tree.launch(launcher, "envs").out()).contains("[-cp]\n[" + root.resolve("lib/*") + "]\n");
    }

    @Test
    void addsTheUsersClassesAndWorksThroughALink() throws IOException, InterruptedException {
        tree.environment.put("ESPALIER_CLASSPATH", "own/classes:own.jar");
        Path link = Files.createSymbolicLink(folder.resolve("esp"), Path.of("un packed/bin/espalier"));

        assertThat(tree.launch(link, "envs").out()).contains("[" + root.resolve("lib/*") + ":own/classes:own.jar]\n");
    }

    /** Windows's too, which no test can start. */
    @Test
    void allLaunchersGiveTheJvmTheOptionsOfTheBuild() throws IOException {
        var property = Pattern.compile("<jvm.native.options>(.*)</jvm.native.options>")
                .matcher(Files.readString(Path.of("../pom.xml")));
        assertThat(property.find()).isTrue();
        String options = property.group(1);

        assertThat(LAUNCHER).content().contains("native=\"" + options + "\"\n");
        assertThat(Path.of("../espalier")).content().contains("native=\"" + options + "\"\n");
        assertThat(Path.of("../espalier.cmd")).content().contains("set \"native=" + options + "\"\r\n");
    }
}
