package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of {@code docs/library.md} in a Maven project outside the tree, which knows Espalier by its coordinates
 * alone. {@code mvn install} puts the artifacts into a local repository that shares all other artifacts with the user's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibraryPageTest {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Pattern BLOCK = Pattern.compile("```(java|xml)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");

    /** The longest that the page's program may be, without its imports and blank lines. */
    private static final int MAX_LINES = 25;

    private final Map<String, String> programs = new TreeMap<>();
    private Path folder;
    private Path project;

    @BeforeAll
    void installAndCompile(@TempDir Path empty) throws IOException, InterruptedException {
        folder = empty;
        Path repository = Files.createDirectories(folder.resolve("repository"));
        share(userRepository(), repository);
        Path root = Path.of("..").toAbsolutePath().normalize();
        // Into a folder of its own: the build that runs this test is not to be disturbed.
        run(
                root,
                "mvn",
                "-B",
                "-q",
                "-Pquick",
                "-Despalier.target=target/installed",
                "-Dmaven.repo.local=" + repository,
                "-pl",
                "core",
                "-am",
                "install");
        project = Files.createDirectories(folder.resolve("mine/src/main/java"))
                .resolve("../../..")
                .normalize();
        String dependency = "";
        Matcher block = BLOCK.matcher(Files.readString(root.resolve("docs/library.md")));
        while (block.find()) {
            if (block.group(1).equals("xml")) {
                dependency = block.group(2);
                continue;
            }
            Matcher name = CLASS.matcher(block.group(2));
            assertThat(name.find()).isTrue();
            programs.put(name.group(1), block.group(2));
            Files.writeString(project.resolve("src/main/java/" + name.group(1) + ".java"), block.group(2));
        }
        assertThat(programs).containsOnlyKeys("Act", "GoOn", "Point", "Train");
        Files.writeString(project.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>mine</groupId>
                  <artifactId>mine</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>25</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>
                %s  </dependencies>
                  <build>
                    <pluginManagement>
                      <plugins>
                        <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
                        <plugin><artifactId>maven-resources-plugin</artifactId><version>3.4.0</version></plugin>
                      </plugins>
                    </pluginManagement>
                  </build>
                </project>
                """.formatted(dependency));
        run(
                project,
                "mvn",
                "-B",
                "-q",
                "-Dmaven.repo.local=" + repository,
                "compile",
                "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
                "-Dmdep.outputFile=classpath.txt");
    }

    /** The local repository of the build that runs this test. */
    private static Path userRepository() {
        String told = System.getProperty("localRepository");
        return told != null ? Path.of(told) : Path.of(System.getProperty("user.home"), ".m2", "repository");
    }

    /** Links everything but our own artifacts. */
    private static void share(Path from, Path to) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                Path target = to.resolve(entry.getFileName());
                if (entry.endsWith("dev")) {
                    share(entry, Files.createDirectory(target));
                } else if (!entry.endsWith("espalier")) {
                    Files.createSymbolicLink(target, entry.toAbsolutePath());
                }
            }
        }
    }

    /** Before the folder is deleted, so that nobody has to wonder what a link leads to. */
    @AfterAll
    void removeLinks() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("said", ".txt");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("MAVEN_OPTS");
        // A task in plain Java never loads MuJoCo.
        builder.environment().put("ESPALIER_MUJOCO_LIB", "/nowhere/libmujoco.so");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            String text = Files.readString(said);
            assertThat(process.exitValue())
                    .as("%s:%n%s", Arrays.toString(command), text)
                    .isZero();
            return text;
        } finally {
            process.destroyForcibly();
            Files.delete(said);
        }
    }

    private String program(String main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // What the programs print is in the user's locale.
                "-Duser.language=en",
                "-cp",
                project.resolve("target/classes") + ":" + Files.readString(project.resolve("classpath.txt")),
                main));
        command.addAll(List.of(arguments));
        return run(project, command.toArray(String[]::new));
    }

    @Test
    void aProgramTrainsOnAnOwnTaskGoesOnAndActs() throws IOException, InterruptedException {
        String run = folder.resolve("run").toString();

        assertThat(program("Train", run)).contains("1000: ", "2000: ").contains(" parameters to deploy");
        assertThat(program("GoOn", run)).matches("-?\\d+\\.\\d\n");
        // A point at 0.5 at rest is pushed back.
        assertThat(program("Act", run)).startsWith("[-");
    }

    @Test
    void theProgramsAreShort() {
        assertThat(lines("Train")).isLessThanOrEqualTo(MAX_LINES);
        assertThat(programs.getOrDefault("Act", "").lines().filter(line -> line.startsWith(" ".repeat(8))))
                .as("what reads a policy and acts")
                .hasSizeBetween(2, 5);
    }

    private long lines(String name) {
        return programs.getOrDefault(name, "")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("import"))
                .count();
    }
}
