package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.browser.Browser;
import dev.espalier.cli.browser.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page of {@code espalier replay} for a trained run, in a real browser. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
class ReplayPageTest {

    private static final String PAUSED = "document.getElementById('play').textContent === 'Play'";
    private static final String PLAYING = "document.getElementById('play').textContent === 'Pause'";

    private Path folder = Path.of("");
    private Path page = Path.of("");
    private String summary = "";
    private Path profile = Path.of("");

    @BeforeAll
    void trainAndReplay(@TempDir Path shared) {
        folder = shared;
        var espalier = new CommandRunner(new LibraryRuns());
        String run = folder.resolve("a <b> & run").toString();
        List<String> arguments =
                List.of("train", "--env", "HalfCheetah-v5", "--preset", "sac", "--steps", "300", "--out", run);
        List<String> settings = List.of(
                "threads=1",
                "random_steps=50",
                "sac.hidden=[16,16]",
                "sac.batch=16",
                "evaluation.every=300",
                "evaluation.episodes=1");
        String[] training = Stream.concat(
                        arguments.stream(), settings.stream().flatMap(setting -> Stream.of("--set", setting)))
                .toArray(String[]::new);
        assertThat(espalier.run(training).code()).isZero();
        page = folder.resolve("replay page.html");
        var outcome = espalier.run("replay", run, "--out", page.toString(), "--steps", "250");
        assertThat(outcome.err()).isEmpty();
        summary = outcome.out();
    }

    @BeforeEach
    void makeProfile(@TempDir Path own) {
        profile = own;
    }

    private Browser open(String... arguments) {
        Browser browser = Browser.open(page, profile, arguments);
        browser.await("document.documentElement.dataset.ready");
        return browser;
    }

    /** Opens the page, paused in the start state. */
    private Browser openPaused() {
        Browser browser = open("--force-prefers-reduced-motion", "--window-size=800,700");
        browser.run("document.getElementById('clock').hidden = true");
        return browser;
    }

    private static long step(Browser browser) {
        return Long.parseLong(String.valueOf(browser.element("#time").getDomProperty("value")));
    }

    /** The scene once it no longer changes: two equal pictures in a row. */
    private static BufferedImage scene(Browser browser) {
        browser.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        return browser.picture("#scene");
    }

    @Test
    void playsByItselfWithoutNetworkOrComplaints() {
        try (Browser browser = open()) {
            browser.await(PLAYING);
            browser.await("document.getElementById('time').value > 3");

            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests()).isEmpty();
            assertThat(browser.element("h1").getText()).isEqualTo("HalfCheetah-v5");
            String sum = summary.split(" ", -1)[1];
            assertThat(browser.element("#facts").getText().replace('\n', ' '))
                    .contains(
                            "Preset sac",
                            "Trained for 300 steps, seed 0",
                            "Start seed 0",
                            "Steps 250 (12.5 s), cut short as asked")
                    .contains("Return " + sum.replace('-', '\u2212'));
        }
    }

    @Test
    void theSceneIsDrawnAndMoves() {
        try (Browser browser = openPaused()) {
            BufferedImage start = scene(browser);
            assertThat(Pixels.colours(start)).isGreaterThan(100);
            assertThat(Pixels.difference(start, scene(browser))).as("still").isZero();

            browser.element("#time").sendKeys(Keys.END);
            browser.await("document.getElementById('time').value === '250'");
            BufferedImage end = scene(browser);
            assertThat(Pixels.difference(start, end)).isGreaterThan(0.01);

            browser.element("#time").sendKeys(Keys.HOME);
            browser.await("document.getElementById('time').value === '0'");
            assertThat(Pixels.difference(start, scene(browser)))
                    .as("back at the start")
                    .isZero();
        }
    }

    @Test
    void tracesAreDrawnWithACursorAtTheMoment() {
        try (Browser browser = openPaused()) {
            assertThat(browser.run("return document.querySelectorAll('figure svg').length"))
                    .isEqualTo(8L);
            for (int i = 1; i <= 6; i++) {
                String trace = "#action-traces figure:nth-child(" + i + ") svg";
                assertThat(Pixels.colours(browser.picture(trace))).as(trace).isGreaterThan(3);
            }
            BufferedImage before = browser.picture("#main-traces .reward svg");
            assertThat(Pixels.colours(before)).isGreaterThan(3);

            browser.element("#time").sendKeys(Keys.END);
            browser.await("document.querySelector('.reward .cursor').x1.baseVal.value === 1000");
            assertThat(Pixels.difference(before, browser.picture("#main-traces .reward svg")))
                    .isPositive();
            assertThat(browser.element(".return figcaption span").getText())
                    .isEqualTo(summary.split(" ", -1)[1].replace('-', '\u2212'));

            browser.element("#main-traces .reward svg").click(); // in its middle
            browser.await("Math.abs(document.getElementById('time').value - 125) <= 1");
        }
    }

    @Test
    void everythingWorksFromTheKeyboard() {
        try (Browser browser = openPaused()) {
            browser.await(PAUSED);
            browser.press(Keys.SPACE);
            browser.await(PLAYING);
            browser.press(Keys.SPACE);
            browser.await(PAUSED);
            browser.element("#play").sendKeys(Keys.SPACE);
            browser.await(PLAYING);
            browser.element("#play").sendKeys(Keys.SPACE);
            browser.await(PAUSED);

            browser.element("#time").sendKeys(Keys.HOME);
            browser.await("document.getElementById('time').value === '0'");
            browser.element("#time").sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT);
            browser.await("document.getElementById('clock').textContent.includes('step 2 of 250')");
            assertThat(step(browser)).isEqualTo(2);
            browser.element("#time").sendKeys(Keys.SPACE);
            browser.await(PLAYING);
            browser.element("#time").sendKeys(Keys.SPACE);
            browser.await(PAUSED);
            assertThat(browser.element("#status").getDomProperty("textContent")).startsWith("Paused, at ");
        }
    }

    @Test
    void theCameraTurnsAndComesBack() {
        try (Browser browser = openPaused()) {
            BufferedImage start = scene(browser);
            for (CharSequence key : List.of(Keys.ARROW_LEFT, Keys.ARROW_UP, "+")) {
                browser.element("#view").sendKeys(key);
                assertThat(Pixels.difference(start, scene(browser)))
                        .as(key.toString())
                        .isGreaterThan(0.05);
                browser.element("#camera").click();
                // The frame of the focus is drawn over the picture's edge.
                browser.run("document.activeElement.blur()");
                assertThat(Pixels.difference(start, scene(browser))).as("back").isLessThan(0.001);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void shutsNobodyOut(String scheme) {
        try (Browser browser = openPaused()) {
            browser.prefer("prefers-color-scheme", scheme);
            browser.await("matchMedia('(prefers-color-scheme: %s)').matches".formatted(scheme));
            assertThat(browser.accessibilityViolations()).isEmpty();
            BufferedImage picture = scene(browser);
            int sky = picture.getRGB(picture.getWidth() / 2, 5) & 0xFF;
            assertThat(sky > 128).as("blue of the sky: " + sky).isEqualTo(scheme.equals("light"));
        }
    }

    @Test
    void withoutWebGlTheTracesRemain() {
        try (Browser browser = open("--disable-3d-apis")) {
            assertThat(browser.element("#no-scene").getText())
                    .startsWith("The scene needs WebGL 2, which this browser does not have or does not allow.");
            assertThat(browser.element("#scene").isDisplayed()).isFalse();
            assertThat(Pixels.colours(browser.picture("#main-traces .reward svg")))
                    .isGreaterThan(3);
            browser.await("document.getElementById('time').value > 3");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void fitsANarrowScreen() {
        try (Browser browser = openPaused()) {
            browser.resize(500, 900);
            browser.await("innerWidth < 600");
            assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            assertThat(Pixels.colours(scene(browser))).isGreaterThan(100);
        }
    }

    @Test
    void thePageIsSmall() throws IOException {
        assertThat(Files.size(page)).isLessThan(1_200_000);
        assertThat(Files.readString(page).toLowerCase(Locale.ROOT))
                .doesNotContain(folder.toString().toLowerCase(Locale.ROOT));
    }
}
