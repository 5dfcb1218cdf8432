package dev.espalier.cli.browser;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium with a fresh profile that shows one local page. Tests that use it are tagged {@code browser}, so
 * {@code mvn verify -DexcludedGroups=browser} skips them. Browser and driver are those of {@code ESPALIER_CHROMIUM} and
 * {@code ESPALIER_CHROMEDRIVER}, else those on the PATH. Nothing is downloaded.
 */
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<String> ARGUMENTS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
            "--force-device-scale-factor=1",
            "--window-size=1280,1000");

    private final ChromeDriver driver;
    private final PageLog log;

    private Browser(ChromeDriver driver, PageLog log) {
        this.driver = driver;
        this.log = log;
    }

    /**
     * Opens a page and waits until it is loaded.
     *
     * @param profile an empty folder for the browser's files
     * @param arguments further ones for the browser, such as {@code --force-prefers-reduced-motion}
     * @throws AssertionError if there is no browser or no driver
     */
    public static Browser open(Path page, Path profile, String... arguments) {
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        var options = new ChromeOptions()
                .setBinary(find("ESPALIER_CHROMIUM", "chromium"))
                .addArguments(ARGUMENTS)
                .addArguments("--user-data-dir=" + profile)
                .addArguments(arguments);
        options.setCapability("goog:loggingPrefs", logs);
        options.setPageLoadTimeout(PATIENCE).setScriptTimeout(PATIENCE);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(find("ESPALIER_CHROMEDRIVER", "chromedriver"))
                .withLogOutput(OutputStream.nullOutputStream())
                .build();
        var driver = new ChromeDriver(service, options);
        String address = page.toUri().toString();
        driver.get(address);
        return new Browser(driver, new PageLog(address));
    }

    private static File find(String variable, String name) {
        String given = System.getenv(variable);
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.concat(
                        Stream.ofNullable(given).map(Path::of),
                        Arrays.stream(path.split(File.pathSeparator, -1)).map(folder -> Path.of(folder, name)))
                .limit(given == null ? Long.MAX_VALUE : 1)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        ("%s was not found: tests of pages need Chromium and its driver. Install them, for example with: apt install"
                                        + " chromium chromium-driver; or name them in ESPALIER_CHROMIUM and ESPALIER_CHROMEDRIVER;"
                                        + " or leave these tests out with: mvn verify -DexcludedGroups=browser")
                                .formatted(given == null ? name : given + " (" + variable + ")")))
                .toFile();
    }

    /** Errors and warnings on the console so far. */
    public List<String> complaints() {
        return log.complaints(driver.manage().logs().get(LogType.BROWSER).getAll());
    }

    /** Addresses that the page has requested so far, other than its own file and inline content (data:, blob:). */
    public List<String> requests() {
        return log.requests(driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .toList());
    }

    /** Violations of WCAG 2.0 to 2.2, levels A and AA, found by axe-core: a line for each rule with its elements. */
    public List<String> accessibilityViolations() {
        return new AxeBuilder()
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                        .analyze(driver)
                        .getViolations()
                        .stream()
                        .map(Browser::describe)
                        .toList();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + ": "
                + rule.getNodes().stream()
                        .map(node -> node.getTarget() + " " + node.getHtml())
                        .toList();
    }

    /** The first element that matches a CSS selector. */
    public WebElement element(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** Sends keys to the focused element. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Runs JavaScript in the page; {@code return} returns a number (Long or Double), text, list or nothing. */
    public @Nullable Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Waits until a JavaScript expression is true, and fails after a timeout. */
    public void await(String expression) {
        await(expression, PATIENCE);
    }

    void await(String expression, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!Boolean.TRUE.equals(run("return Boolean(" + expression + ")"))) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "after " + patience + " this is still not so: " + expression + "; complaints: " + complaints());
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException("a test was interrupted", e);
            }
        }
    }

    /** Overrides a media feature, such as {@code prefers-color-scheme} with {@code dark}. */
    public void prefer(String feature, String value) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    /** Sets the size of the window in pixels. */
    public void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** Saves the content of the window as a PNG file. */
    public void screenshot(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** The content of the window. */
    public BufferedImage picture() {
        return picture(driver);
    }

    /** A picture of the first element that matches a CSS selector, scrolled into view. */
    public BufferedImage picture(String selector) {
        return picture(element(selector));
    }

    private static BufferedImage picture(TakesScreenshot source) {
        try {
            return ImageIO.read(new ByteArrayInputStream(source.getScreenshotAs(OutputType.BYTES)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the browser and its driver. */
    @Override
    public void close() {
        driver.quit();
    }
}
