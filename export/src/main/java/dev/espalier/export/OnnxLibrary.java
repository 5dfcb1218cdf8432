package dev.espalier.export;

import ai.onnxruntime.OrtEnvironment;
import dev.espalier.natives.ProcessEnvironment;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Loads ONNX Runtime. Since 1.29 its builds for Linux report to their maker what they run, unless told not to; also
 * before Java's {@code setTelemetry} can be called. So it is told by its environment variable, before it is loaded.
 */
final class OnnxLibrary {

    /** ONNX Runtime's variable; a user's value is kept. */
    private static final String NO_REPORTS = "ORT_DISABLE_TELEMETRY";

    private OnnxLibrary() {}

    /**
     * ONNX Runtime's singleton, which must not be closed, as others may use it.
     *
     * @throws ExportException if the library cannot be unpacked or loaded
     */
    static OrtEnvironment environment() {
        OnnxRuntimeFiles.unpack();
        ProcessEnvironment.setDefault(NO_REPORTS, "1");
        Logger logger = Logger.getLogger("ai.onnxruntime.OnnxRuntime");
        Level level = logger.getLevel();
        // It would log stack traces of failures.
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

    /** The innermost cause is the most informative if a class could not be initialised. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost);
    }
}
