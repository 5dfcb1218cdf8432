package dev.espalier.cli.console;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Files that a command is to write: whether they can be written is found out before any work is done. */
public final class OutputFile {

    private OutputFile() {}

    /**
     * Makes sure that a file can be written.
     *
     * @param option name of the option that gave it
     * @throws InputException if its folder is missing or closed to us, or it is a folder itself
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
     * Makes sure that something can be put there, a file or a folder.
     *
     * @throws InputException if the folder around it is missing or closed to us
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
