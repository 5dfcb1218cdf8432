package dev.espalier.cli.export;

import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders to work in, which whoever makes one removes. */
public final class TemporaryFolder {

    private TemporaryFolder() {}

    /**
     * A new and empty one.
     *
     * @throws StoreException if there cannot be one
     */
    public static Path make(String name) {
        try {
            return Files.createTempDirectory(name);
        } catch (IOException e) {
            throw new StoreException(
                    "Cannot make a folder in the temporary one, %s: %s; make room there, or name another with"
                                    .formatted(System.getProperty("java.io.tmpdir"), StoreException.reason(e))
                            + " ESPALIER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
                    e);
        }
    }
}
