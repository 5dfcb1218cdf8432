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
 * The files of libtorch, which JavaCPP loads from a cache of its own. JavaCPP unpacks to it in place, so that one that is killed
 * leaves half a library there; it trusts what has the right size; and where it cannot write, it turns to a folder that others
 * can write to. So its cache is put in a folder of the user's, and filled ({@link UnpackedFolder}) before JavaCPP looks at it:
 * it finds everything there and writes nothing but links.
 */
final class LibtorchFiles {

    private static final String WHAT = "libtorch";

    /** Below the cache. */
    private static final String FOLDER = "javacpp";

    /** System property of JavaCPP that names its cache; one that a user has set stays. */
    private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

    /** The jars whose libraries JavaCPP loads for libtorch, and how the folders of one with CUDA end. */
    private static final List<String> JARS = List.of("javacpp", "openblas", "pytorch");

    private static final List<String> BUILDS = List.of("", "-gpu");

    private LibtorchFiles() {}

    /**
     * Makes sure that the files are where JavaCPP looks for them, by the first call. To be called before it loads anything.
     *
     * @throws ComputeException if they cannot be put there, or if others can write there
     */
    static void unpack() {
        String failure = Once.FAILURE;
        if (failure != null) {
            throw new ComputeException(failure);
        }
    }

    /** Holds the outcome of the one attempt: half a gigabyte is not to be checked for every device that is made. */
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
        // Another one than ours if it is named, or if JavaCPP was in use before.
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
