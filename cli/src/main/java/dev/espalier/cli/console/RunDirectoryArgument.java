package dev.espalier.cli.console;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The run directory argument of a command. */
public final class RunDirectoryArgument {

    @Parameters(paramLabel = "DIR", description = "Run directory, as 'espalier train' made it.")
    private @Nullable Path directory;

    /**
     * The directory.
     *
     * @throws InputException if there is no such directory
     */
    public Path get() {
        if (directory == null || !Files.isDirectory(directory)) {
            throw new InputException(directory + ": there is no such run directory; 'espalier train' makes one");
        }
        return directory;
    }
}
