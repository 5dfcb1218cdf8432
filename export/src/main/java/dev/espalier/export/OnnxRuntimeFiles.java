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
 * The files of ONNX Runtime, which would unpack them to the folder for temporary files at every start, and leave them there when
 * it is killed. They are kept with the other native libraries ({@link UnpackedFolder}).
 */
final class OnnxRuntimeFiles {

    /** System property of ONNX Runtime that names the folder of its libraries; one that a user has set stays. */
    private static final String FOLDER_PROPERTY = "onnxruntime.native.path";

    private OnnxRuntimeFiles() {}

    /**
     * Makes sure that ONNX Runtime finds its files. To be called before it loads them. On a platform for which its jar has none
     * under the name that is known here, it is left to itself.
     *
     * @throws ExportException if they cannot be unpacked, or if others can write there
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

    /** This machine in the words of ONNX Runtime's jar. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("windows") ? "win" : system.startsWith("mac") ? "osx" : system)
                + "-"
                + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
    }
}
