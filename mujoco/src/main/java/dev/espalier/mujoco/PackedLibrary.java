package dev.espalier.mujoco;

import dev.espalier.natives.FileChecksum;
import dev.espalier.natives.PackedFile;
import dev.espalier.natives.UnpackException;
import dev.espalier.natives.UnpackedFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * The MuJoCo library in this module's jar. Libraries can only be loaded from files, so it is unpacked to a cache folder
 * once ({@link UnpackedFolder}). The folder's name is its hash, so different releases do not mix.
 *
 * @param platform such as {@code linux-x86_64}; {@code none} if fetch_wheels.py does not have the build's platform
 * @param tested the platforms of fetch_wheels.py
 * @param file name of the library file
 * @param size size of the file in bytes
 * @param sha256 SHA-256 of the file, in hexadecimal
 */
record PackedLibrary(String platform, String tested, String file, long size, String sha256) {

    private static final String FOLDER = "native/";

    /** Reads the description from the jar. */
    static PackedLibrary read() {
        var properties = new Properties();
        try (InputStream in = resource("library.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PackedLibrary(
                properties.getProperty("platform"),
                properties.getProperty("tested"),
                properties.getProperty("file", ""),
                Long.parseLong(properties.getProperty("size", "0")),
                properties.getProperty("sha256", ""));
    }

    /**
     * Unpacks the library to the cache folder if necessary.
     *
     * @throws MujocoLoadException if it is for another platform, or the folder is not writable or writable by others
     */
    Path unpack(Path cache) {
        requirePlatform(currentPlatform());
        String place = sha256.substring(0, 16) + "/" + file;
        var packed = new PackedFile(place, size, new FileChecksum.Sha256(sha256), null, () -> resource(file));
        try {
            return UnpackedFolder.of("The MuJoCo library", cache, "mujoco")
                    .ensure(List.of(packed))
                    .resolve(place);
        } catch (UnpackException e) {
            throw new MujocoLoadException(String.valueOf(e.getMessage()), e);
        }
    }

    void requirePlatform(String current) {
        if (!platform.equals(current)) {
            throw new MujocoLoadException(
                    "MuJoCo library for " + current + " is not packed; tested platforms: " + tested + ". Set "
                            + Mujoco.LIBRARY_VARIABLE + " to a MuJoCo " + Mujoco.version() + " library for " + current
                            + ".",
                    null);
        }
    }

    private static String currentPlatform() {
        return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /**
     * The name of a platform in fetch_wheels.py, which is JavaCPP's: operating system, then processor.
     *
     * @param system as in Java's {@code os.name}
     * @param processor as in Java's {@code os.arch}
     */
    static String platform(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        return (name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "macosx" : name)
                + "-"
                + switch (processor) {
                    case "amd64" -> "x86_64";
                    case "aarch64" -> "arm64";
                    default -> processor;
                };
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = PackedLibrary.class.getResourceAsStream(FOLDER + name);
        if (in == null) {
            throw new FileNotFoundException("this jar was built without its resource " + FOLDER + name);
        }
        return in;
    }
}
