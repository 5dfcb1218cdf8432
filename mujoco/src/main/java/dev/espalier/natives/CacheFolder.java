package dev.espalier.natives;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The folder for files that are unpacked from jars and kept between runs. */
public final class CacheFolder {

    /** Environment variable for the folder. */
    public static final String VARIABLE = "ESPALIER_CACHE";

    private CacheFolder() {}

    /**
     * The folder of this process, which need not exist.
     *
     * @throws UnpackException if the user has no home folder and no variable names a folder
     */
    public static Path locate() throws UnpackException {
        return locate(System::getenv, System.getProperty("user.home"));
    }

    /**
     * {@code ESPALIER_CACHE}, or {@code espalier} in the user's cache folder: by the XDG rules, or Windows's folder for
     * what stays on one machine.
     */
    static Path locate(UnaryOperator<@Nullable String> environment, String home) throws UnpackException {
        String own = environment.apply(VARIABLE);
        if (own != null && !own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        String xdg = environment.apply("XDG_CACHE_HOME");
        // The XDG rules require ignoring relative paths.
        if (xdg != null && Path.of(xdg).isAbsolute()) {
            return Path.of(xdg, "espalier");
        }
        String windows = environment.apply("LOCALAPPDATA");
        if (windows != null && Path.of(windows).isAbsolute()) {
            return Path.of(windows, "espalier");
        }
        // Java returns "?" for a user without a home folder.
        if (!Path.of(home).isAbsolute()) {
            throw new UnpackException("This user has no home folder to unpack native libraries to. Set " + VARIABLE
                    + " to a folder that can be written.");
        }
        return Path.of(home, ".cache", "espalier");
    }
}
