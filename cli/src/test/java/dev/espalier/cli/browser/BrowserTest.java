package dev.espalier.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the helper that other tests rely on. */
@Tag("browser")
class BrowserTest {

    private static final String GOOD = """
            <!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1>
            <img alt="a dot" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">
            <label>Name <input id="name"></label></main></html>
            """;

    private static final String BAD = """
            <!doctype html><html lang="en"><title>Bad</title><main><h1>Bad</h1>
            <img src="other.png"><canvas id="blank" width="50" height="50"></canvas>
            <canvas id="gl" width="50" height="50"></canvas>
            <script>
            fetch('http://localhost:1/beacon').catch(() => {});
            const gl = document.getElementById('gl').getContext('webgl2');
            gl.enable(gl.SCISSOR_TEST);
            gl.scissor(0, 0, 25, 25);
            gl.clearColor(1, 0, 0, 1);
            gl.clear(gl.COLOR_BUFFER_BIT);
            undefinedFunction();
            </script></main></html>
            """;

    @TempDir
    Path folder;

    private Browser open(String html) throws IOException {
        Path page = Files.writeString(folder.resolve("a page.html"), html);
        return Browser.open(page, folder.resolve("profile"));
    }

    @Test
    void aGoodPageIsFoundGood() throws IOException {
        try (Browser browser = open(GOOD)) {
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests()).isEmpty();
            assertThat(browser.accessibilityViolations()).isEmpty();

            browser.element("#name").sendKeys("Ann");
            browser.press("a");
            browser.await("document.getElementById('name').value === 'Anna'");
            browser.screenshot(folder.resolve("page.png"));
            assertThat(folder.resolve("page.png")).isNotEmptyFile();
        }
    }

    @Test
    void whatIsWrongWithAPageIsFound() throws IOException {
        try (Browser browser = open(BAD)) {
            browser.await("document.readyState === 'complete'");

            assertThat(browser.complaints()).anyMatch(line -> line.contains("undefinedFunction is not defined"));
            assertThat(browser.requests())
                    .contains("http://localhost:1/beacon")
                    .anyMatch(address -> address.startsWith("file:") && address.endsWith("/other.png"));
            assertThat(browser.requests()).as("asked again").contains("http://localhost:1/beacon");
            assertThat(browser.accessibilityViolations())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("image-alt: ");
        }
    }

    @Test
    void blankAndDrawnCanvasesAreToldApart() throws IOException {
        try (Browser browser = open(BAD)) {
            assertThat(Pixels.colours(browser.picture("#blank"))).isEqualTo(1);
            assertThat(Pixels.colours(browser.picture("#gl"))).isEqualTo(2);
            assertThat(Pixels.difference(browser.picture("#gl"), browser.picture("#gl")))
                    .isZero();
            assertThat(Pixels.difference(browser.picture("#gl"), browser.picture("#blank")))
                    .isEqualTo(0.25);
        }
    }

    @Test
    void waitingForWhatNeverHappensFails() throws IOException {
        try (Browser browser = open(GOOD)) {
            assertThatThrownBy(() -> browser.await("false", Duration.ofMillis(100)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("still not so: false");
        }
    }
}
