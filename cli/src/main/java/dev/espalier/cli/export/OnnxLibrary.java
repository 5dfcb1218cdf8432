package dev.espalier.cli.export;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Loads ONNX Runtime. It unpacks its native libraries into a folder of its own in the temporary one, and means to remove all when
 * the program ends, but tries the folder before the files in it, so that an empty folder stays behind each time. Here both go as
 * soon as they are loaded, where the system lets go of files that are in use.
 */
final class OnnxLibrary {

    /** Only the library knows where it unpacked to. */
    private static final String LIBRARY = "ai.onnxruntime.OnnxRuntime";

    private static final String FOLDER = "tempDirectory";

    private OnnxLibrary() {}

    /**
     * The library's own single object for the life of the program: closing it would break every other user.
     *
     * @throws ExportException if the library cannot be unpacked or loaded
     */
    static OrtEnvironment environment() {
        Logger logger = Logger.getLogger(LIBRARY);
        Level level = logger.getLevel();
        // Of what goes wrong it would print stack traces.
        logger.setLevel(Level.OFF);
        try {
            return OrtEnvironment.getEnvironment();
        } catch (LinkageError e) {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            throw new ExportException(
                    String.format(
                            Locale.ROOT,
                            "ONNX Runtime cannot be unpacked into the temporary folder %s, which needs room for 30 MB and has %s, and"
                                    + " loaded from there: %s; make room there, or name another folder with"
                                    + " ESPALIER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
                            temporary,
                            room(temporary),
                            reason(e)),
                    e);
        } finally {
            removeWhatWasUnpacked();
            logger.setLevel(level);
        }
    }

    private static String room(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() / 1_000_000 + " MB";
        } catch (IOException _) {
            return "none, as it does not exist or cannot be read";
        }
    }

    /** Of a class that could not be initialised the innermost cause tells most. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost);
    }

    private static void removeWhatWasUnpacked() {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return;
        }
        try {
            Field field = Class.forName(LIBRARY).getDeclaredField(FOLDER);
            field.setAccessible(true);
            if (field.get(null) instanceof Path folder && Files.isDirectory(folder)) {
                try (var files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
            }
        } catch (ReflectiveOperationException | IOException _) {
            // Nothing is lost but a folder's name; the library removes its files at the end by itself.
        }
    }
}
