package dev.espalier.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.browser.Browser;
import dev.espalier.cli.browser.Pixels;
import dev.espalier.cli.report.runs.RunFolder;
import dev.espalier.cli.report.xray.PrunedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** {@code report.html} in a browser, opened from the disk. */
@Tag("browser")
class ReportInBrowserTest {

    /** Four of Hopper and five of its pruned run, one of HalfCheetah, whose sizes are unknown. */
    private static final int FIGURES = 10;

    /** Minimum of coloured pixels of each figure without its text: about half of those seen, more than in a legend. */
    private static final List<Long> COLOURED =
            List.of(300L, 330L, 30_000L, 250L, 60_000L, 150_000L, 20_000L, 1500L, 700L, 1600L);

    @TempDir
    Path folder;

    @BeforeEach
    void writeReport() throws IOException {
        List<Path> runs = List.of(
                PrunedFolder.complete(folder, 0),
                RunFolder.write(
                        folder, "Hopper-v5", "ofe", 0, "sac:\n  hidden: [256, 256]\n", 1, 2, 3, 4, 5, 5, 5, 5, 5, 5),
                RunFolder.write(
                        folder, "Hopper-v5", "ofe", 1, "sac:\n  hidden: [256, 256]\n", 2, 2, 3, 5, 8, 8, 8, 8, 8, 8),
                RunFolder.write(folder, "HalfCheetah-v5", "sac", 0, 10, 200, 3000));
        Report.of(runs, List.of(), List.of(), 1).write(folder.resolve("out"));
    }

    private Browser open(String... arguments) {
        return Browser.open(folder.resolve("out/report.html"), folder.resolve("profile"), arguments);
    }

    @Test
    void itLoadsWithoutComplaintsOrRequests() {
        try (Browser browser = open()) {
            browser.await("document.readyState === 'complete'");

            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests()).isEmpty();
            assertThat(browser.run("return document.querySelector('h1').textContent"))
                    .isEqualTo("Espalier report: Hopper-v5, HalfCheetah-v5");
        }
    }

    /** Real runs with real names, sizes and missing files. */
    @Test
    void theRecordedResultsMakeAGoodPage() throws IOException {
        List<Path> runs = new ArrayList<>();
        for (String results : List.of("pruning-100k", "sac-100k")) {
            try (var folders = Files.newDirectoryStream(Path.of("..", "results", results), "*-seed*")) {
                folders.forEach(runs::add);
            }
        }
        Path out = folder.resolve("recorded");
        Report.of(runs, List.of(), List.of(), 1).write(out);

        try (Browser browser = Browser.open(out.resolve("report.html"), folder.resolve("profile"))) {
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests()).isEmpty();
            assertThat(browser.accessibilityViolations()).isEmpty();
            assertThat(browser.run("return [...document.querySelectorAll('h4')].map(run => run.textContent).sort()"))
                    .isEqualTo(List.of(
                            "HalfCheetah-v5-prune-b-seed0",
                            "Hopper-v5-prune-a-seed0",
                            "Hopper-v5-prune-b-seed0",
                            "Hopper-v5-prune-c-seed0"));
        }
    }

    @Test
    void itIsAccessibleInLightAndDark() {
        try (Browser browser = open()) {
            assertThat(browser.accessibilityViolations()).isEmpty();
        }
        try (Browser browser = Browser.open(
                folder.resolve("out/report.html"),
                folder.resolve("dark profile"),
                "--blink-settings=preferredColorScheme=0")) {
            assertThat(browser.run("return matchMedia('(prefers-color-scheme: dark)').matches"))
                    .isEqualTo(true);
            assertThat(browser.accessibilityViolations()).isEmpty();
        }
    }

    @Test
    void noFigureIsBlank() {
        try (Browser browser = open()) {
            assertThat(browser.run("return document.querySelectorAll('figure svg').length"))
                    .isEqualTo((long) FIGURES);
            for (int i = 0; i < FIGURES; i++) {
                browser.run("""
                        document.querySelectorAll('figure svg').forEach((svg, i) => svg.id = i === arguments[0] ? 'shown' : '');
                        document.querySelectorAll('#shown text').forEach(text => text.remove());
                        """, i);
                // What remains are lines, bars and tiles, and few pixels of legends; axes and grids are grey.
                assertThat(Pixels.coloured(browser.picture("#shown")))
                        .as("figure %d", i)
                        .isGreaterThan(COLOURED.get(i));
            }
        }
    }

    @Test
    void theKeyboardReachesContentsAndTables() {
        try (Browser browser = open()) {
            List<Object> reached = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                browser.press(Keys.TAB);
                reached.add(browser.run("return document.activeElement.getAttribute('href')"
                        + " || document.activeElement.getAttribute('aria-label')"));
            }

            assertThat(reached)
                    .containsExactly(
                            "#content",
                            "#task-Hopper-v5",
                            "#task-HalfCheetah-v5",
                            "#meanings",
                            "#runs",
                            "Figure: Learning curves of Hopper-v5",
                            null);
            browser.press(Keys.ENTER);
            browser.await("document.activeElement.parentElement.open");
        }
    }

    /** Wide content scrolls in its own box. */
    @Test
    void aPhoneScrollsNoPageSideways() {
        try (Browser browser = open()) {
            browser.resize(520, 900);
            browser.await("innerWidth <= 520");

            assertThat(browser.run(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0L);
            assertThat(browser.run(
                            "const box = document.querySelector('.scroll'); return box.scrollWidth > box.clientWidth"))
                    .isEqualTo(true);
        }
    }
}
