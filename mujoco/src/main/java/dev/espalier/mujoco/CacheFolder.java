package dev.espalier.mujoco;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where files unpacked from the jar are kept between runs. */
final class CacheFolder {

    /** Environment variable that names the folder. */
    static final String VARIABLE = "ESPALIER_CACHE";

    private CacheFolder() {}

    static Path locate() {
        return locate(System::getenv, System.getProperty("user.home"));
    }

    /** {@code ESPALIER_CACHE}, or {@code espalier} in the user's cache folder after the XDG rules. */
    static Path locate(UnaryOperator<@Nullable String> environment, String home) {
        String own = environment.apply(VARIABLE);
        if (own != null && !own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        String xdg = environment.apply("XDG_CACHE_HOME");
        // The XDG rules say that a relative path is to be ignored.
        if (xdg != null && Path.of(xdg).isAbsolute()) {
            return Path.of(xdg, "espalier");
        }
        return Path.of(home, ".cache", "espalier");
    }
}
