package dev.espalier.natives;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * A file in a jar that is needed on disk.
 *
 * @param place path in the target folder, with {@code /}
 * @param time required modification time; null for any
 */
public record PackedFile(
        String place,
        long size,
        FileChecksum checksum,
        @Nullable FileTime time,
        Content content) {

    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }

    /**
     * The files in a folder of a jar, with the paths of JavaCPP's cache: the jar's name, then the path in the jar.
     *
     * @param loader class loader that finds the folder
     * @param folder path with a trailing slash
     * @return empty if no jar on the class path has that folder
     */
    public static List<PackedFile> ofJar(ClassLoader loader, String folder) throws IOException {
        URL url = loader.getResource(folder);
        if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
            return List.of();
        }
        // Shared with the class loader, which closes it.
        JarFile jar = connection.getJarFile();
        String name =
                Objects.requireNonNull(Path.of(jar.getName()).getFileName()).toString();
        return jar.stream()
                .filter(entry -> entry.getName().startsWith(folder)
                        && entry.getName().length() > folder.length()
                        && entry.getName().indexOf('/', folder.length()) < 0)
                .map(entry -> ofEntry(name, jar, entry))
                .toList();
    }

    private static PackedFile ofEntry(String jarName, JarFile jar, JarEntry entry) {
        return new PackedFile(
                jarName + "/" + entry.getName(),
                entry.getSize(),
                new FileChecksum.Crc32(entry.getCrc()),
                FileTime.fromMillis(entry.getTime()),
                () -> jar.getInputStream(entry));
    }

    /** Whether a file has this content; its time is ignored. */
    boolean isCopiedTo(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == size
                && checksum.matches(file);
    }

    /** Whether a file has the required time. */
    boolean hasTimeOf(Path file) throws IOException {
        return time == null
                || Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis() == time.toMillis();
    }
}
