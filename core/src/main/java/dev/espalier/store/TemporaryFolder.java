package dev.espalier.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Creates temporary folders, which the caller removes. */
public final class TemporaryFolder {

    private TemporaryFolder() {}

    /**
     * Creates a new, empty folder.
     *
     * @throws StoreException if it cannot be created
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
