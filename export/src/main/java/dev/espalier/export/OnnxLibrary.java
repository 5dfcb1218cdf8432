package dev.espalier.export;

import ai.onnxruntime.OrtEnvironment;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Loads ONNX Runtime. */
final class OnnxLibrary {

    private OnnxLibrary() {}

    /**
     * The library's own single object for the life of the program: closing it would break every other user.
     *
     * @throws ExportException if the library cannot be unpacked or loaded
     */
    static OrtEnvironment environment() {
        OnnxRuntimeFiles.unpack();
        Logger logger = Logger.getLogger("ai.onnxruntime.OnnxRuntime");
        Level level = logger.getLevel();
        // Of what goes wrong it would print stack traces.
        logger.setLevel(Level.OFF);
        try {
            return OrtEnvironment.getEnvironment();
        } catch (LinkageError e) {
            throw new ExportException(
                    "ONNX Runtime cannot be loaded: %s. It makes a folder in the temporary one, %s; if that is missing or full, name another"
                                    .formatted(reason(e), System.getProperty("java.io.tmpdir"))
                            + " with ESPALIER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
                    e);
        } finally {
            logger.setLevel(level);
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
}
