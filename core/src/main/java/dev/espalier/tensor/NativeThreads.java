package dev.espalier.tensor;

import dev.espalier.natives.ProcessEnvironment;
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
        ProcessEnvironment.setDefault("OMP_WAIT_POLICY", "passive");
        ProcessEnvironment.set("OPENBLAS_NUM_THREADS", "1");
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
