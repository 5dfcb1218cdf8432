package dev.espalier.cli.console;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Checks of output paths before any work is done. */
public final class OutputFile {

    private OutputFile() {}

    /**
     * Requires that a file can be written.
     *
     * @param option name of the option
     * @throws InputException if its folder is missing or not writable, or the path is a folder, link or device
     */
    public static void requireWritable(String option, Path file) {
        requireFolder(option, file);
        if (Files.isDirectory(file)) {
            throw new InputException(option + " " + file + " is a folder; give the name of a file");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new InputException(option + " " + file + " is a link or a device, which would be replaced; give the"
                    + " name of a file");
        }
    }

    /**
     * Requires that a file or folder can be created.
     *
     * @throws InputException if its parent folder is missing or not writable
     */
    public static void requireFolder(String option, Path path) {
        if (path.toString().isEmpty()) {
            throw new InputException(option + " is empty; give a name");
        }
        Path folder = path.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException(option + " " + path + ": there is no folder " + folder + "; make it first");
        }
        if (!Files.isWritable(folder)) {
            throw new InputException(
                    option + " " + path + ": the folder " + folder + " may not be written to; choose another");
        }
    }
}
