package dev.espalier.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * The threads of the libraries under libtorch: OpenMP's for most operations, OpenBLAS's for matrix products. Left alone,
 * each takes all processors for every operation of every calling thread and spins while it waits. Then they fight each
 * other and the JVM: 2000 steps of SAC took 305 s instead of 25.
 */
final class NativeThreads {

    private NativeThreads() {}

    /**
     * Lets idle OpenMP threads sleep instead of spin, and OpenBLAS start no threads of its own yet. The libraries read
     * their environment once, when they are loaded, so this must be called before. A user's
     * OMP_WAIT_POLICY is kept; OPENBLAS_NUM_THREADS would have no effect later. On a system without {@code setenv},
     * nothing changes.
     */
    static void prepare() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return;
        }
        var signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        MethodHandle set = linker.downcallHandle(setenv.get(), signature);
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) set.invokeExact(arena.allocateFrom("OMP_WAIT_POLICY"), arena.allocateFrom("passive"), 0);
            int _ = (int) set.invokeExact(arena.allocateFrom("OPENBLAS_NUM_THREADS"), arena.allocateFrom("1"), 1);
        } catch (Throwable e) {
            throw new AssertionError("setenv throws nothing", e);
        }
    }

    /**
     * Sets how many threads share one operation. libtorch's own setting does not reach OpenBLAS.
     *
     * @param threads at least 1
     */
    static void share(int threads) {
        torch.set_num_threads(threads);
        openblas_nolapack.blas_set_num_threads(threads);
    }
}
