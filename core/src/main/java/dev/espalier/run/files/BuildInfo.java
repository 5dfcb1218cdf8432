package dev.espalier.run.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The build of Espalier that is running.
 *
 * @param commit 40 hexadecimal digits, with {@code -dirty} if tracked files had changed; {@code unknown} outside git
 */
public record BuildInfo(String version, String commit) {

    private static final String UNKNOWN = "unknown";

    /** Reads what the build recorded in the jar. */
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
