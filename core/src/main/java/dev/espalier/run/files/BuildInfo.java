package dev.espalier.run.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Which Espalier this is, as the build wrote it down.
 *
 * @param version version of the build
 * @param commit 40 hexadecimal digits, {@code -dirty} behind them if tracked files had been changed; {@code unknown} if
 *     it was not built in a git work tree
 */
public record BuildInfo(String version, String commit) {

    private static final String UNKNOWN = "unknown";

    /** The build that this class belongs to. */
    public static BuildInfo load() {
        Properties properties = new Properties();
        try (@Nullable InputStream input = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (input != null) {
                properties.load(input);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read build.properties of the jar", e);
        }
        return new BuildInfo(properties.getProperty("version", UNKNOWN), properties.getProperty("commit", UNKNOWN));
    }
}
