package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.espalier.config.RunConfig;
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
        assertThat(RunInputs.of(TestRuns.config())).isEmpty();
        assertThat(RunInputs.of(List.of(), List.of(RunConfig.class))).isEmpty();
    }

    /** The hash is that which {@code sha256sum} prints for {@code abc}. */
    @Test
    void aFilesHashIsItsSha256() throws IOException {
        Path model = write("robot.xml", "abc");

        assertThat(RunInputs.of(List.of(model), List.of()))
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

        assertThat(RunInputs.of(List.of(model), List.of()))
                .containsOnlyKeys(
                        "robot.xml",
                        "arms/arm.xml",
                        "arms/hand.xml",
                        "ground.bin",
                        "meshes/body.stl",
                        "../pictures/right.png");
    }

    /** MuJoCo's parser takes all of this, and no XML parser does. */
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

        assertThat(RunInputs.of(List.of(model), List.of()))
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
            assertThat(RunInputs.of(List.of(words, quotes), List.of())).hasSize(2);
        });
    }

    /** A neighbour of the class counts as well, a file that is no class does not, nor does when a jar was made. */
    @Test
    void classesOfOnesOwnAreHashedWithTheirNeighbours() throws IOException, ReflectiveOperationException {
        String before = hash(jar("1.jar", 0, "neighbour"));

        assertThat(before).hasSize(64);
        assertThat(hash(jar("2.jar", 10_000_000_000L, "neighbour"))).isEqualTo(before);
        assertThat(hash(jar("3.jar", 0, "another"))).isNotEqualTo(before);
    }

    private Path jar(String name, long time, String neighbour) throws IOException {
        Path jar = folder.resolve(name);
        String own = RunInputsTest.class.getName().replace('.', '/') + "$Own.class";
        try (InputStream in = RunInputsTest.class.getClassLoader().getResourceAsStream(own);
                var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            put(out, time, own, Objects.requireNonNull(in).readAllBytes());
            put(out, time, "my/Neighbour.class", neighbour.getBytes(StandardCharsets.UTF_8));
            put(out, time, "notes.txt", name.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static void put(ZipOutputStream out, long time, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(time);
        out.putNextEntry(entry);
        out.write(content);
    }

    private static String hash(Path jar) throws IOException, ReflectiveOperationException {
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Class<?> own = loader.loadClass(RunInputsTest.class.getName() + "$Own");
            return Objects.requireNonNull(RunInputs.of(List.of(), List.of(own)).get("classes of " + own.getName()));
        }
    }

    /** Of a user. */
    static final class Own {}

    /** Those of earlier versions had paths for names. */
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
    void differencesAreNamed() {
        assertThat(RunInputs.differences(Map.of("a", "1", "b", "2"), Map.of("a", "1", "b", "3")))
                .containsExactly("b has changed");
        assertThat(RunInputs.differences(Map.of("a", "1"), Map.of())).containsExactly("a is gone");
        assertThat(RunInputs.differences(Map.of(), Map.of("a", "1"))).containsExactly("a is new");
        assertThat(RunInputs.differences(Map.of("a", "1"), Map.of("a", "1"))).isEmpty();
    }
}
