package dev.espalier.export;

import ai.onnxruntime.OrtEnvironment;
import dev.espalier.natives.CacheFolder;
import dev.espalier.natives.PackedFile;
import dev.espalier.natives.UnpackException;
import dev.espalier.natives.UnpackedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Unpacks the files of ONNX Runtime to the folder of the other native libraries ({@link UnpackedFolder}). ONNX Runtime
 * itself would unpack them to a temporary folder at every start, and leave them there when killed.
 */
final class OnnxRuntimeFiles {

    /** System property of ONNX Runtime for the folder of its libraries; a user's value has priority. */
    private static final String FOLDER_PROPERTY = "onnxruntime.native.path";

    private OnnxRuntimeFiles() {}

    /**
     * Unpacks the files before ONNX Runtime loads them. On an unknown platform, this is left to ONNX Runtime.
     *
     * @throws ExportException if they cannot be unpacked, or if other users can write there
     */
    static void unpack() {
        if (System.getProperty(FOLDER_PROPERTY) != null) {
            return;
        }
        try {
            List<PackedFile> files = PackedFile.ofJar(
                    OrtEnvironment.class.getClassLoader(), "ai/onnxruntime/native/" + platform() + "/");
            if (!files.isEmpty()) {
                Path folder = UnpackedFolder.of("ONNX Runtime", CacheFolder.locate(), "onnxruntime")
                        .ensure(files);
                Path first = folder.resolve(files.getFirst().place());
                System.setProperty(
                        FOLDER_PROPERTY,
                        Objects.requireNonNull(first.getParent()).toString());
            }
        } catch (UnpackException e) {
            throw new ExportException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new ExportException("ONNX Runtime cannot be unpacked: " + e, e);
        }
    }

    /** The name of this platform in ONNX Runtime's jar. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("windows") ? "win" : system.startsWith("mac") ? "osx" : system)
                + "-"
                + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
    }
}
