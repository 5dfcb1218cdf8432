package dev.espalier.mujoco;

import dev.espalier.natives.CacheFolder;
import dev.espalier.natives.UnpackException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/**
 * The MuJoCo library, loaded into this process.
 *
 * <p>It is the one in this module's jar, unpacked to a cache folder on first use ({@link PackedLibrary}), or the one
 * named by the system property {@value #LIBRARY_PROPERTY} or the environment variable {@value #LIBRARY_VARIABLE}. It
 * must be the exact release of the field table, as nearly every release changes MuJoCo's structs.
 */
public final class Mujoco {

    /** System property for the path of another library. */
    public static final String LIBRARY_PROPERTY = "espalier.mujoco.library";

    /** Environment variable for the same; the property has priority. */
    public static final String LIBRARY_VARIABLE = "ESPALIER_MUJOCO_LIB";

    private final Path path;
    private final Functions functions;

    private Mujoco(Path path, Functions functions) {
        this.path = path;
        this.functions = functions;
    }

    /**
     * The library, loaded by the first call.
     *
     * @throws MujocoLoadException if it cannot be used; all later calls throw the same
     */
    public static Mujoco load() {
        return Shared.RESULT.get();
    }

    /** The loaded file. */
    public Path path() {
        return path;
    }

    /** The release of MuJoCo, for example {@code 3.14.0}. */
    public static String version() {
        return versionText(Abi.VERSION);
    }

    Functions functions() {
        return functions;
    }

    /** Loads a library file, checks its version and installs the handlers. */
    static Mujoco open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new MujocoLoadException(path + " does not exist. " + advice(), null);
        }
        try {
            SymbolLookup library = lookup(path);
            checkVersion(path, Functions.version(library));
            Functions functions = new Functions(library);
            new Handlers().install(library);
            return new Mujoco(path, functions);
        } catch (NoSuchElementException e) {
            throw new MujocoLoadException(
                    path + " is a library, but not MuJoCo: it lacks the function " + e.getMessage() + ". " + advice(),
                    e);
        }
    }

    private static SymbolLookup lookup(Path path) {
        try {
            return SymbolLookup.libraryLookup(path, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new MujocoLoadException(
                    path + " is not a library that this machine can load: it is damaged, made for another platform, or"
                            + " something it needs is missing. " + advice(),
                    e);
        }
    }

    /** Releases since 3.5 have numbers such as 3005000, earlier ones such as 340. */
    private static void checkVersion(Path path, int version) {
        if (version != Abi.VERSION) {
            throw new MujocoLoadException(
                    path + " is MuJoCo " + versionText(version) + ", but this program is built for " + version()
                            + " and no other release. " + advice(),
                    null);
        }
    }

    static String versionText(int version) {
        int base = version >= 1_000_000 ? 1000 : 10;
        return version / (base * base) + "." + version / base % base + "." + version % base;
    }

    private static String advice() {
        return "Unset " + LIBRARY_VARIABLE + " to use the packed library, or set it to a MuJoCo " + version()
                + " library.";
    }

    /** The result of the only attempt to load, so that every later caller gets the same error message. */
    private static final class Shared {

        static final Supplier<Mujoco> RESULT = attempt();

        private static Supplier<Mujoco> attempt() {
            try {
                Mujoco library = open(locate());
                return () -> library;
            } catch (MujocoLoadException e) {
                return () -> {
                    throw new MujocoLoadException(String.valueOf(e.getMessage()), e);
                };
            }
        }

        private static Path locate() {
            String named = System.getProperty(LIBRARY_PROPERTY, System.getenv(LIBRARY_VARIABLE));
            if (named != null && !named.isEmpty()) {
                return Path.of(named).toAbsolutePath();
            }
            try {
                return PackedLibrary.read().unpack(CacheFolder.locate());
            } catch (UnpackException e) {
                throw new MujocoLoadException(String.valueOf(e.getMessage()), e);
            }
        }
    }
}
