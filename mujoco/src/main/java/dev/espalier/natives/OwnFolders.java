package dev.espalier.natives;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folders and files that only trusted users can write. Other users who could write to the folder of a library could run
 * code in this process. So each must belong to the user or to root and must not be writable by others. On systems
 * without Unix owners, such as Windows, nothing is checked.
 *
 * @param trusted ids of the trusted owners
 */
record OwnFolders(Set<Integer> trusted) {

    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int WRITABLE_BY_ALL = 0002;
    private static final int ONLY_OWNERS_REMOVE = 01000;
    private static final int PERMISSIONS = 07777;
    private static final int ROOT = 0;

    /** Trusts the user of this process and root. */
    static OwnFolders ofUser() {
        int user = user();
        return new OwnFolders(user == ROOT ? Set.of(ROOT) : Set.of(ROOT, user));
    }

    /**
     * Creates {@code root} and the folders from there down to {@code folder} if missing, accessible only to the user.
     *
     * @throws IOException if one cannot be created, belongs to another user, or is writable by others
     */
    void make(Path root, Path folder) throws IOException {
        makeOne(root, !root.equals(folder));
        requireNoneAboveIsOpenToAll(root.toRealPath());
        Path current = root;
        for (Path name : root.relativize(folder)) {
            if (!name.toString().isEmpty()) {
                current = current.resolve(name);
                makeOne(current, false);
            }
        }
    }

    // Owners and groups above are the administrator's business, and in containers often unknown numbers.
    private static void requireNoneAboveIsOpenToAll(Path root) throws IOException {
        for (Path above = root.getParent(); above != null && hasOwners(); above = above.getParent()) {
            int mode = mode(above);
            if ((mode & WRITABLE_BY_ALL) != 0 && (mode & ONLY_OWNERS_REMOVE) == 0) {
                throw new IOException("everybody can write to " + above + " (mode " + Integer.toOctalString(mode)
                        + "), and so put another folder in the place of one in it and choose what runs here");
            }
        }
    }

    // shared: whether others may create files in it, as in the system's temporary folder
    private void makeOne(Path folder, boolean shared) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try {
                Files.createDirectory(folder, permissions("rwx------"));
            } catch (FileAlreadyExistsException e) {
                // Another process may have created it meanwhile.
                if (!Files.isDirectory(folder)) {
                    throw e;
                }
            }
        }
        String fault = fault(folder.toRealPath(), shared);
        if (fault != null) {
            throw new IOException(fault);
        }
    }

    /** Whether only trusted users can have written this file. */
    boolean isOwn(Path file) throws IOException {
        return fault(file, false) == null;
    }

    private @Nullable String fault(Path path, boolean shared) throws IOException {
        if (!hasOwners()) {
            return null;
        }
        int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!trusted.contains(owner)) {
            return path + " belongs to another user (number " + owner + "), who could choose what runs here";
        }
        int mode = mode(path);
        if ((mode & WRITABLE_BY_OTHERS) == 0 || (shared && (mode & ONLY_OWNERS_REMOVE) != 0)) {
            return null;
        }
        return "others can write to " + path + " (mode " + Integer.toOctalString(mode)
                + ") and so choose what runs here; if all in it is yours, take that away: chmod -R go-w '" + path + "'";
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & PERMISSIONS;
    }

    /** Creates an empty file that others can at most read, whatever the umask. */
    void makeFile(Path file) throws IOException {
        Files.createFile(file, permissions("rw-r--r--"));
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return hasOwners()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasOwners() {
        return Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** The effective user id of this process. */
    private static int user() {
        if (!hasOwners()) {
            return ROOT;
        }
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup().findOrThrow("geteuid");
        try {
            return (int) linker.downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT))
                    .invokeExact();
        } catch (Throwable e) {
            throw new AssertionError("geteuid cannot fail", e);
        }
    }
}
