package dev.espalier.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The memory into which OpenBLAS packs the factors of matrix products: one piece for each product that runs at the same
 * time, kept until the process ends.
 *
 * <p>OpenBLAS's kernels for AMD Zen and Intel Haswell prefetch beyond the packed factors. Where nothing was ever written,
 * or where the system has cleared the marks of access, the processor keeps no translation of such an address, and
 * each prefetch looks for one in vain: a product of 256x256 matrices takes 3.5 times as long. In a huge page, which the
 * factors share with what lies behind them, all addresses have one translation. So this class asks for huge pages.
 */
final class ProductMemory {

    /** Linux's MADV_HUGEPAGE. */
    private static final int HUGE_PAGES = 14;

    /** More than the packed factors of any block take; OpenBLAS's pieces are at least twice as large. */
    private static final long SIZE = 16L << 20;

    /** OpenBLAS has memory for so many threads. */
    private static final int MAX_PIECES = 64;

    private ProductMemory() {}

    /**
     * Asks for huge pages. Changes nothing where the system has none to ask for.
     *
     * @param library the file of OpenBLAS, already loaded
     * @param pieces pieces in use at the same time: one for each thread that asks for products, and for each of OpenBLAS's own
     */
    static void useHugePages(Path library, int pieces) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> madvise = linker.defaultLookup().find("madvise");
        if (madvise.isEmpty() || !Files.exists(library)) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup openblas = SymbolLookup.libraryLookup(library, arena);
            Optional<MemorySegment> allocate = openblas.find("blas_memory_alloc");
            Optional<MemorySegment> free = openblas.find("blas_memory_free");
            // A user may have put another library in OpenBLAS's place.
            if (allocate.isPresent() && free.isPresent()) {
                advise(
                        linker.downcallHandle(
                                allocate.get(), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT)),
                        linker.downcallHandle(free.get(), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS)),
                        linker.downcallHandle(
                                madvise.get(),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_INT)),
                        Math.min(pieces, MAX_PIECES));
            }
        } catch (IllegalArgumentException _) {
            // The file cannot be opened as a library: products are as slow as before.
        }
    }

    private static void advise(MethodHandle allocate, MethodHandle free, MethodHandle madvise, int count) {
        try {
            // All at once, or it would be the same piece each time.
            List<MemorySegment> pieces = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                pieces.add((MemorySegment) allocate.invokeExact(0));
            }
            for (MemorySegment piece : pieces) {
                // Refused by a system without huge pages: then products are as slow as before.
                int _ = (int) madvise.invokeExact(piece, SIZE, HUGE_PAGES);
                free.invokeExact(piece);
            }
        } catch (Throwable e) {
            throw new AssertionError("these functions throw nothing", e);
        }
    }
}
