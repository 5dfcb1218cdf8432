package dev.espalier.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.cli.browser.Browser;
import dev.espalier.cli.browser.Pixels;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.MujocoEnvironment;
import dev.espalier.env.StartNoise;
import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.MjModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Meshes, height fields and walls in pictures and pages: a brick looks the same whatever its kind of geom. */
class SurfacesSeenTest {

    private static final String BRICK = "<geom type='box' size='0.3 0.2 0.1' RGBA/>";
    private static final String BRICK_OF_TRIANGLES = "<geom type='mesh' mesh='brick' RGBA/>";
    private static final RunFacts FACTS = new RunFacts("run", "brick.xml", "plain", 0, 1, 1, "abc");

    /** A brick that hovers and slides along x. */
    private static final class Slider extends MujocoEnvironment {

        Slider(String xml) {
            super(new EnvironmentSpec("brick.xml", 1, 1, 9, "slide"), MjModel.fromXml(xml), 1);
        }

        @Override
        protected void drawStart(StartNoise noise, double[] qpos, double[] qvel) {}

        @Override
        protected void observe(double[] target) {
            data.read(DataField.QPOS, 0, 1, target, 0);
        }

        @Override
        protected Outcome advance(double[] action) {
            simulate(action);
            return new Outcome(0, false, Map.of());
        }
    }

    private static Recording recording(String moving, String fixed, String rgba) {
        String xml = """
                <mujoco>
                  <option gravity="0 0 0"/>
                  <asset>
                    <mesh name="brick" vertex="-.3 -.2 -.1 .3 -.2 -.1 -.3 .2 -.1 .3 .2 -.1 -.3 -.2 .1 .3 -.2 .1 -.3 .2 .1 .3 .2 .1"/>
                    <mesh name="room" inertia="shell" vertex="-1 -1 -1 1 -1 -1 -1 1 -1 1 1 -1 -1 -1 1 1 -1 1 -1 1 1 1 1 1"
                      face="0 3 2 0 1 3 4 7 5 4 6 7 0 5 1 0 4 5 2 7 6 2 3 7 0 6 4 0 2 6 1 7 3 1 5 7"/>
                    <hfield name="hill" nrow="3" ncol="3" size="1 1 0.5 0.1" elevation="0 0 0  0 1 0  0 0 0"/>
                  </asset>
                  <worldbody>
                    %s
                    <body pos="0 0 1"><joint name="x" type="slide" axis="1 0 0"/><inertial pos="0 0 0" mass="1" diaginertia="1 1 1"/>%s</body>
                  </worldbody>
                  <actuator><motor joint="x" ctrlrange="-1 1"/></actuator>
                </mujoco>
                """.formatted(fixed, moving.replace("RGBA", "rgba='" + rgba + "' contype='0' conaffinity='0'"));
        try (var slider = new Slider(xml)) {
            return Recorder.record(slider, (_, action) -> action[0] = 1, 0, 2);
        }
    }

    private static BufferedImage picture(Recording recording) {
        return new Painter(recording, recording.length()).paint(0);
    }

    /** Pixels whose strongest component is red. */
    private static int red(BufferedImage picture) {
        return count(picture, 16);
    }

    private static int green(BufferedImage picture) {
        return count(picture, 8);
    }

    private static int count(BufferedImage picture, int strongest) {
        int count = 0;
        for (int pixel : picture.getRGB(0, 0, picture.getWidth(), 250, null, 0, picture.getWidth())) {
            int others = ((pixel >> 16) & 255) + ((pixel >> 8) & 255) + (pixel & 255) - ((pixel >> strongest) & 255);
            count += ((pixel >> strongest) & 255) > 0.6 * others ? 1 : 0;
        }
        return count;
    }

    @Test
    void aMeshIsAsLargeAsTheSameSolid() {
        int solid = red(picture(recording(BRICK, "", "1 0 0 1")));
        int mesh = red(picture(recording(BRICK_OF_TRIANGLES, "", "1 0 0 1")));
        assertThat(solid).isGreaterThan(2000);
        assertThat((double) mesh).isCloseTo(solid, within(0.05 * solid));
    }

    /** A half transparent brick is half brick and half sky; an invisible one leaves only sky. */
    @ParameterizedTest
    @ValueSource(strings = {BRICK, BRICK_OF_TRIANGLES})
    void transparencyIsTheModels(String brick) {
        int sky = picture(recording(brick, "", "1 0 0 0")).getRGB(240, 128);
        assertThat(sky & 0xFFFFFF).isEqualTo(0xDFE9EC);
        int opaque = picture(recording(brick, "", "1 0 0 1")).getRGB(240, 128);
        int half = picture(recording(brick, "", "1 0 0 0.5")).getRGB(240, 128);
        assertThat(opaque & 255).isZero();
        assertThat(half & 255).isBetween(50, 130);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <geom type='hfield' hfield='hill' rgba='0 1 0 1'/>                          | true
            <geom type='plane' size='1 1 1' pos='0 1 1' euler='90 0 0' rgba='0 1 0 1'/> | true
            <geom type='plane' size='0 0 1' pos='0 2 1' euler='90 0 0' rgba='0 1 0 1'/> | true
            <geom type='plane' size='1 1 1' pos='0 1 1' euler='270 0 0' rgba='0 1 0 1'/> | false
            <geom type='plane' size='1 1 1' rgba='0 1 0 0'/>                            | false
            """)
    void theLandscapeIsSeen(String landscape, boolean seen) {
        BufferedImage picture = picture(recording(BRICK, landscape, "1 0 0 1"));
        assertThat(green(picture)).matches(pixels -> seen ? pixels > 1000 : pixels == 0, "green pixels");
        assertThat(red(picture)).as("the brick before it").isGreaterThan(500);
    }

    /** A large brick whose triangles face inwards, like a room seen from outside, hides nothing. */
    @Test
    void aRoomHidesNotWhatIsInIt() {
        String room = "<geom type='mesh' mesh='room' rgba='0 1 0 1' contype='0' conaffinity='0' pos='0 0 1'/>";
        BufferedImage picture = picture(recording(BRICK, room, "1 0 0 1"));
        int alone = red(picture(recording(BRICK, "", "1 0 0 1")));
        assertThat(green(picture)).as("its far walls").isGreaterThan(1000);
        assertThat(red(picture)).isGreaterThan((int) (0.97 * alone));
    }

    @Test
    void thePageGetsEachMeshOnce() throws IOException {
        JsonNode data = new JsonMapper()
                .readTree(PageData.of(
                        FACTS, 0, recording(BRICK_OF_TRIANGLES + BRICK + BRICK_OF_TRIANGLES, "", "1 0 0 0.5")));
        assertThat(data.path("meshes").size()).isEqualTo(1);
        assertThat(data.path("meshes").get(0).path("points").size()).isEqualTo(8 * 3);
        assertThat(data.path("meshes").get(0).path("triangles").size()).isEqualTo(12 * 3);
        assertThat(data.path("geoms").get(0).path("shape").asText()).isEqualTo("mesh");
        assertThat(data.path("geoms").get(2).path("mesh").asInt()).isZero();
        assertThat(data.path("geoms").get(1).has("mesh")).isFalse();
        assertThat(data.path("departures").asText()).isEmpty();
    }

    @Test
    void nothingToBeSeenIsNoError() {
        Recording empty = recording("", "", "1 1 1 1");
        assertThat(Page.of(FACTS, 0, empty)).contains("\"geoms\":[]");
        assertThat(picture(empty).getRGB(240, 128) & 0xFFFFFF).isEqualTo(0xDFE9EC);
    }

    /** In a real browser: mesh, hill and wall are drawn without errors, and the brick looks like the box. */
    @Tag("browser")
    @Test
    void theBrowserDrawsThem(@TempDir Path folder) throws IOException {
        String landscape = "<geom type='plane' size='1 1 1' pos='0 1 1' euler='90 0 0' rgba='0 1 0 1'/>"
                + "<geom type='hfield' hfield='hill' rgba='0 0 1 1'/>";
        BufferedImage box = scene(folder, "box", recording(BRICK, landscape, "1 0 0 1"));
        BufferedImage mesh = scene(folder, "mesh", recording(BRICK_OF_TRIANGLES, landscape, "1 0 0 1"));

        assertThat(green(box)).as("the wall").isGreaterThan(1000);
        assertThat(count(box, 0)).as("the hill").isGreaterThan(1000);
        assertThat(Pixels.difference(box, mesh)).isLessThan(0.002);
        assertThat(red(mesh)).as("the brick").isGreaterThan(1000);
    }

    private static BufferedImage scene(Path folder, String name, Recording recording) throws IOException {
        Path page = Files.writeString(folder.resolve(name + ".html"), Page.of(FACTS, 0, recording));
        try (Browser browser =
                Browser.open(page, folder.resolve(name), "--force-prefers-reduced-motion", "--window-size=800,700")) {
            browser.await("document.documentElement.dataset.ready");
            browser.run("document.getElementById('clock').hidden = true");
            browser.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
            assertThat(browser.complaints()).isEmpty();
            return browser.picture("#scene");
        }
    }
}
