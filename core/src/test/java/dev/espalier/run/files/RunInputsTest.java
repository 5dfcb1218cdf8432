package dev.espalier.run.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import dev.espalier.run.TestRuns;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunInputsTest {

    @TempDir
    private Path folder;

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, content);
    }

    @Test
    void whatComesWithEspalierIsNoInput() {
        assertThat(RunInputs.of(TestRuns.config(), Environments.task("InvertedPendulum-v5")))
                .isEmpty();
        assertThat(RunInputs.of(List.of(), List.of(RunConfig.class), "")).isEmpty();
    }

    /** The hash is the one that {@code sha256sum} prints for {@code abc}. */
    @Test
    void aFilesHashIsItsSha256() throws IOException {
        Path model = write("robot.xml", "abc");

        assertThat(RunInputs.of(List.of(model), List.of(), ""))
                .isEqualTo(Map.of("robot.xml", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    @Test
    void aModelIsAlsoWhatItIncludesAndItsMeshes() throws IOException {
        Path model = write("models/robot.xml", """
                <mujoco>
                  <compiler meshdir="meshes" texturedir="../pictures"/>
                  <include file="arms/arm.xml"/>
                  <asset>
                    <mesh file="body.stl"/>
                    <texture fileright="right.png"/>
                    <mesh file="not-there.stl"/>
                  </asset>
                </mujoco>
                """);
        write("models/arms/arm.xml", "<mujoco><include file=\"hand.xml\"/><include file=\"robot.xml\"/></mujoco>");
        write("models/arms/hand.xml", "<mujoco><asset><hfield file=\"../ground.bin\"/></asset></mujoco>");
        write("models/ground.bin", "1");
        write("models/meshes/body.stl", "1");
        write("models/meshes/other.stl", "1");
        write("pictures/right.png", "1");

        assertThat(RunInputs.of(List.of(model), List.of(), ""))
                .containsOnlyKeys(
                        "robot.xml",
                        "arms/arm.xml",
                        "arms/hand.xml",
                        "ground.bin",
                        "meshes/body.stl",
                        "../pictures/right.png");
    }

    /** MuJoCo's parser accepts all of this, but no XML parser does. */
    @Test
    void aModelThatIsNoStrictXmlIsSearchedAllTheSame() throws IOException {
        Path model = write("robot.xml", """
                <mujoco model="Tom's & Jerry">
                  <!-- a comment -- with dashes, and <include file="out.inc"/> in it -->
                  <compiler strippath='true' meshdir = "meshes\\fine"/>
                  <include file='parts/body.inc'/>
                  <asset>
                    <mesh file="C:\\cad\\body.stl"/><mesh file="C:/cad/a&amp;b.stl"/><mesh file="a & b.stl"/>
                    <model name="sub" file="sub/arm.mjcf"/>
                  </asset>
                """);
        write("parts/body.inc", "<mujocoinclude><include file=\"parts/deep.inc\"/></mujocoinclude>");
        write(
                "parts/deep.inc",
                "<mujocoinclude><hfield file=\"ground.bin\"/><include file=\"robot.xml\"/></mujocoinclude>");
        write("ground.bin", "1");
        write("out.inc", "1");
        write("meshes/fine/body.stl", "1");
        write("meshes/fine/a&b.stl", "1");
        write("meshes/fine/a & b.stl", "1");
        write("sub/arm.mjcf", "<mujoco><include file=\"more/hand.inc\"/></mujoco>");
        write("sub/more/hand.inc", "<mujocoinclude><mesh file=\"more/hand.stl\"/></mujocoinclude>");
        write("sub/more/hand.stl", "1");

        assertThat(RunInputs.of(List.of(model), List.of(), ""))
                .containsOnlyKeys(
                        "robot.xml",
                        "parts/body.inc",
                        "parts/deep.inc",
                        "ground.bin",
                        "meshes/fine/body.stl",
                        "meshes/fine/a&b.stl",
                        "meshes/fine/a & b.stl",
                        "sub/arm.mjcf",
                        "sub/more/hand.inc",
                        "sub/more/hand.stl");
    }

    @Test
    void noModelTakesLong() throws IOException {
        Path words = write("words.xml", "<mujoco " + "a".repeat(3_000_000) + "<!--".repeat(500_000));
        Path quotes = write("quotes.xml", "a=\"' ".repeat(500_000) + "a = ".repeat(500_000));

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(RunInputs.of(List.of(words, quotes), List.of(), "")).hasSize(2);
        });
    }

    /** Other classes and files in the jar count, but not the time when the jar was created. */
    @Test
    void aJarOfOnesOwnIsHashedWithAllThatIsInIt() throws IOException, ReflectiveOperationException {
        Map<String, String> before = inputs(jar("a/my.jar", 0, "neighbour", "notes"), "");

        assertThat(before).containsOnlyKeys("class path: my.jar");
        assertThat(inputs(jar("b/my.jar", 10_000_000_000L, "neighbour", "notes"), ""))
                .isEqualTo(before);
        assertThat(inputs(jar("c/my.jar", 0, "another", "notes"), "")).isNotEqualTo(before);
        assertThat(inputs(jar("d/my.jar", 0, "neighbour", "others"), "")).isNotEqualTo(before);
    }

    /** The test's classes are in one entry; all other entries of the class path count, whatever they are. */
    @Test
    void allOfTheClassPathIsHashedWithItsFilesByName() throws IOException, ReflectiveOperationException {
        Path own = jar("my.jar", 0, "neighbour", "notes");
        Path gains = write("classes/my/gains.txt", "1");
        write("classes/my/Robot.class", "robot");
        write("other/classes/a.txt", "a");
        write("lib/b.jar", "no jar");
        write("lib/readme.txt", "no part");
        String classPath = String.join(
                ":",
                own.toString(),
                folder.resolve("classes").toString(),
                folder.resolve("other/classes").toString(),
                folder.resolve("lib") + "/*",
                folder.resolve("not-there").toString());

        Map<String, String> before = inputs(own, classPath);
        assertThat(before)
                .containsOnlyKeys(
                        "class path: my.jar",
                        "class path: classes/my/gains.txt",
                        "class path: classes/my/Robot.class",
                        "class path: classes#2/a.txt",
                        "class path: b.jar");
        Files.writeString(gains, "2");
        assertThat(RunInputs.differences(before, inputs(own, classPath)))
                .containsExactly("class path: classes/my/gains.txt has changed");
        assertThat(RunInputs.of(List.of(), List.of(RunConfig.class), classPath))
                .as("nothing of it is needed")
                .isEmpty();
    }

    /** It also holds runs, which change. */
    @Test
    void ofTheFolderThatACommandRunsInOnlyClassesCount() throws IOException {
        Path here = Path.of("").toAbsolutePath();

        assertThat(ClassPathFiles.in(here))
                .isNotEmpty()
                .allMatch(file -> file.toString().endsWith(".class"));
        assertThat(ClassPathFiles.in(here.resolve("src/main/resources")))
                .anyMatch(file -> file.endsWith("defaults.yml"));
    }

    private Path jar(String name, long time, String neighbour, String notes) throws IOException {
        Path jar = write(name, "");
        String own = RunInputsTest.class.getName().replace('.', '/') + "$Own.class";
        try (InputStream in = RunInputsTest.class.getClassLoader().getResourceAsStream(own);
                var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            put(out, time, own, Objects.requireNonNull(in).readAllBytes());
            put(out, time, "my/Neighbour.class", neighbour.getBytes(StandardCharsets.UTF_8));
            put(out, time, "notes.txt", notes.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static void put(ZipOutputStream out, long time, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(time);
        out.putNextEntry(entry);
        out.write(content);
    }

    private static Map<String, String> inputs(Path jar, String classPath)
            throws IOException, ReflectiveOperationException {
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Class<?> own = loader.loadClass(RunInputsTest.class.getName() + "$Own");
            return RunInputs.of(List.of(), List.of(own), classPath);
        }
    }

    /** A user's class. */
    static final class Own {}

    /** Earlier versions used paths as names. */
    @Test
    void namesOfEarlierVersionsAreReadAsOnesOfToday() {
        List<Path> models = List.of(Path.of("/home/me/models/robot.xml"));
        Set<String> recorded =
                Set.of("/home/me/models/robot.xml", "/home/me/models/meshes/arm.stl", "classes of my.Robot");

        assertThat(recorded.stream().map(name -> RunInputs.named(name, recorded, models)))
                .containsExactlyInAnyOrder("robot.xml", "meshes/arm.stl", "classes of my.Robot");
        assertThat(RunInputs.named("meshes/arm.stl", Set.of("robot.xml", "meshes/arm.stl"), models))
                .isEqualTo("meshes/arm.stl");
        assertThat(RunInputs.named(
                        "models/robot.xml", Set.of("models/robot.xml"), List.of(Path.of("models/robot.xml"))))
                .isEqualTo("robot.xml");
    }

    @Test
    void manyDifferencesAreCounted() {
        Map<String, String> many = IntStream.range(0, 30).boxed().collect(Collectors.toMap(i -> "file " + i, _ -> "1"));

        assertThat(RunInputs.differences(many, Map.of())).hasSize(11).endsWith("20 more");
    }

    @Test
    void differencesAreNamed() {
        assertThat(RunInputs.differences(Map.of("a", "1", "b", "2"), Map.of("a", "1", "b", "3")))
                .containsExactly("b has changed");
        assertThat(RunInputs.differences(Map.of("a", "1"), Map.of())).containsExactly("a is gone");
        assertThat(RunInputs.differences(Map.of(), Map.of("a", "1"))).containsExactly("a is new");
        assertThat(RunInputs.differences(Map.of("a", "1"), Map.of("a", "1"))).isEmpty();
    }
}
