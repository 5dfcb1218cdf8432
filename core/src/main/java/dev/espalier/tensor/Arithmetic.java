package dev.espalier.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.global.torch;

/**
 * What decides the last bits of a run's numbers, besides the versions of its libraries: the format of the factors of
 * matrix products, and which of their kernels the libraries take. Two processors of one name may differ in these.
 */
final class Arithmetic {

    private static final String UNKNOWN = "unknown";

    /** Longest name of a kernel that is read. */
    private static final int LONGEST = 64;

    private Arithmetic() {}

    /**
     * By name: {@code factors} such as {@code float32}, {@code vectors} such as {@code AVX2} (libtorch's kernels),
     * {@code openblas} such as {@code Zen} (those of products), {@code threads_per_product}.
     *
     * @param openblas the file of OpenBLAS, already loaded
     */
    static SortedMap<String, String> of(Compute compute, Path openblas, int threadsPerProduct) {
        SortedMap<String, String> named = new TreeMap<>();
        named.put("factors", compute.factors().title());
        named.put("vectors", torch.get_cpu_capability().getString());
        named.put("openblas", kernels(openblas));
        named.put("threads_per_product", Integer.toString(threadsPerProduct));
        return named;
    }

    private static String kernels(Path library) {
        if (!Files.exists(library)) {
            return UNKNOWN;
        }
        try (Arena arena = Arena.ofConfined()) {
            Optional<MemorySegment> name =
                    SymbolLookup.libraryLookup(library, arena).find("openblas_get_corename");
            // A user may have put another library in OpenBLAS's place.
            return name.isEmpty() ? UNKNOWN : text(name.get());
        } catch (IllegalArgumentException _) {
            return UNKNOWN;
        }
    }

    private static String text(MemorySegment function) {
        try {
            var named = (MemorySegment) Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS))
                    .invokeExact();
            return named.reinterpret(LONGEST).getString(0);
        } catch (Throwable e) {
            throw new AssertionError("this function throws nothing", e);
        }
    }
}
