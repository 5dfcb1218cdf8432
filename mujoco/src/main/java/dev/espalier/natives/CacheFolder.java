package dev.espalier.natives;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where files unpacked from jars are kept between runs. */
public final class CacheFolder {

    /** Environment variable that names the folder. */
    public static final String VARIABLE = "ESPALIER_CACHE";

    private CacheFolder() {}

    /**
     * The folder of this process, which need not exist.
     *
     * @throws UnpackException if the user has no home folder, and no variable names another
     */
    public static Path locate() throws UnpackException {
        return locate(System::getenv, System.getProperty("user.home"));
    }

    /** {@code ESPALIER_CACHE}, or {@code espalier} in the user's cache folder after the XDG rules. */
    static Path locate(UnaryOperator<@Nullable String> environment, String home) throws UnpackException {
        String own = environment.apply(VARIABLE);
        if (own != null && !own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        String xdg = environment.apply("XDG_CACHE_HOME");
        // The XDG rules say that a relative path is to be ignored.
        if (xdg != null && Path.of(xdg).isAbsolute()) {
            return Path.of(xdg, "espalier");
        }
        // Java says "?" for a user without a home.
        if (!Path.of(home).isAbsolute()) {
            throw new UnpackException("This user has no home folder to unpack native libraries to. Set " + VARIABLE
                    + " to a folder that can be written.");
        }
        return Path.of(home, ".cache", "espalier");
    }
}
