package dev.espalier.mujoco;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/**
 * The MuJoCo library inside this module's jar.
 *
 * <p>A library can only be loaded from a file, so it is unpacked to a cache folder once, into a folder named by its
 * content: different releases never mix. The file is written under another name and renamed, so that a process that is
 * killed, or that runs at the same time, never leaves or sees half a library; one that is there is checked before use.
 *
 * @param platform what it was built for, for example {@code linux-x86_64}; {@code none} if the jar was built on a
 *     platform that has no entry in fetch_wheels.py
 * @param tested the platforms that have one
 * @param file name of the library file
 * @param size of the file in bytes
 * @param sha256 of the file, in hexadecimal
 */
record PackedLibrary(String platform, String tested, String file, long size, String sha256) {

    private static final String FOLDER = "native/";

    /** Reads the description that the build packed beside the library. */
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
     * Makes sure that the library lies in the cache folder.
     *
     * @return the library file
     * @throws MujocoLoadException if it was packed for another platform, or if the folder cannot be written
     */
    Path unpack(Path cache) {
        requirePlatform(currentPlatform());
        Path target = cache.resolve("mujoco").resolve(sha256.substring(0, 16)).resolve(file);
        try {
            if (!isIntact(target)) {
                write(target);
            }
            return target;
        } catch (IOException e) {
            throw new MujocoLoadException(
                    "The MuJoCo library cannot be unpacked to " + target + ": " + e + ". Set " + CacheFolder.VARIABLE
                            + " to a folder that can be written and has " + ((size >> 20) + 1) + " MB free.",
                    e);
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

    /** This machine in the words of fetch_wheels.py: operating system, then processor. */
    static String currentPlatform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "darwin" : system)
                + "-"
                + (processor.equals("amd64") ? "x86_64" : processor);
    }

    private void write(Path target) throws IOException {
        Path folder = Objects.requireNonNull(target.getParent());
        Files.createDirectories(folder);
        Path scratch = Files.createTempFile(folder, file, ".tmp");
        try {
            try (InputStream in = resource(file)) {
                Files.copy(in, scratch, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!isIntact(scratch)) {
                throw new IOException("what was written to " + scratch + " differs from what the jar holds");
            }
            Files.move(scratch, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    private boolean isIntact(Path path) throws IOException {
        return Files.isRegularFile(path)
                && Files.size(path) == size
                && sha256.equals(HexFormat.of().formatHex(sha256Digest().digest(Files.readAllBytes(path))));
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = PackedLibrary.class.getResourceAsStream(FOLDER + name);
        if (in == null) {
            throw new FileNotFoundException("this jar was built without its resource " + FOLDER + name);
        }
        return in;
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
