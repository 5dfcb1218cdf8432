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
 * A file inside a jar that has to lie on the disk to be of use.
 *
 * @param place where below the folder it is unpacked to, names joined by {@code /}
 * @param size in bytes
 * @param time what the unpacked file's time has to be; null if it does not matter
 */
public record PackedFile(
        String place,
        long size,
        FileChecksum checksum,
        @Nullable FileTime time,
        Content content) {

    /** Opens the content. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }

    /**
     * The files that lie in a folder of a jar, in the places where JavaCPP's own cache has them: the jar's name, then the path
     * within it.
     *
     * @param loader finds the folder
     * @param folder with a slash at its end
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

    /** Whether a file has this content; its time does not count. */
    boolean isCopiedTo(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == size
                && checksum.matches(file);
    }

    /** Whether a file has the time that it has to have. */
    boolean hasTimeOf(Path file) throws IOException {
        return time == null
                || Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis() == time.toMillis();
    }
}
