package dev.espalier.tensor;

import dev.espalier.natives.CacheFolder;
import dev.espalier.natives.PackedFile;
import dev.espalier.natives.UnpackException;
import dev.espalier.natives.UnpackedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * The libtorch files, which JavaCPP loads from its own cache. JavaCPP unpacks in place, so a killed process leaves half
 * a library; it trusts any file of the right size; and if its cache is not writable, it uses a folder that others can
 * write to. So this class puts the cache into a folder of the user and fills it ({@link UnpackedFolder}) before JavaCPP
 * looks: JavaCPP then finds all files and writes only links.
 */
final class LibtorchFiles {

    private static final String WHAT = "libtorch";

    /** Name of the folder in the user's cache. */
    private static final String FOLDER = "javacpp";

    /** JavaCPP's system property for its cache; a value that the user has set is kept. */
    private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

    /** The jars whose libraries JavaCPP loads for libtorch, and the folder suffixes of the CPU and CUDA builds. */
    private static final List<String> JARS = List.of("javacpp", "openblas", "pytorch");

    private static final List<String> BUILDS = List.of("", "-gpu");

    private LibtorchFiles() {}

    /**
     * Ensures, on the first call, that the files are where JavaCPP looks. Call this before JavaCPP loads anything.
     *
     * @throws ComputeException if the files cannot be unpacked, or if others can write to the folder
     */
    static void unpack() {
        String failure = Once.FAILURE;
        if (failure != null) {
            throw new ComputeException(failure);
        }
    }

    /** Holds the result of the single attempt: half a gigabyte should not be checked for every new device. */
    private static final class Once {

        static final @Nullable String FAILURE = attempt();

        private static @Nullable String attempt() {
            try {
                unpackTo(System.getProperty(CACHE_PROPERTY));
                return null;
            } catch (UnpackException e) {
                return e.getMessage();
            } catch (IOException e) {
                return WHAT + " cannot be unpacked: " + e;
            }
        }
    }

    private static void unpackTo(@Nullable String named) throws IOException {
        List<PackedFile> files = files();
        if (named == null) {
            Path ours = UnpackedFolder.of(WHAT, CacheFolder.locate(), FOLDER).ensureWritable(files);
            System.setProperty(CACHE_PROPERTY, ours.toString());
        }
        // This is another cache than ours if the user named one, or if JavaCPP was used before.
        Path used = Loader.getCacheDir().toPath();
        if (named != null || !Files.isSameFile(used, Path.of(System.getProperty(CACHE_PROPERTY)))) {
            UnpackedFolder.of(WHAT, used, "").ensureWritable(files);
        }
    }

    private static List<PackedFile> files() throws IOException {
        List<PackedFile> files = new ArrayList<>();
        for (String jar : JARS) {
            for (String build : BUILDS) {
                files.addAll(PackedFile.ofJar(
                        Loader.class.getClassLoader(),
                        "org/bytedeco/" + jar + "/" + Loader.getPlatform() + build + "/"));
            }
        }
        return files;
    }
}
