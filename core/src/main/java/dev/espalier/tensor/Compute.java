package dev.espalier.tensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_cuda;
import org.jspecify.annotations.Nullable;

/** The computing environment: libtorch, loaded and set up, and the device on which tensors live. */
public final class Compute {

    private static final String CPU_INSTEAD = " --device cpu (to resume a run: `device: cpu` in its config.yml)";

    /** Threads that compute side by side, including the caller's. More were never tested. */
    private static final int MAX_SIDE_BY_SIDE = 4;

    /** OpenBLAS's file beside JavaCPP's, on Linux. */
    private static final String OPENBLAS = "libopenblas_nolapack.so.0";

    private static final long IDLE_SECONDS = 10;

    /** The devices that a user can choose. */
    public enum Kind {
        CPU,
        CUDA
    }

    private final Kind kind;
    private final Device device;
    private final TensorOptions floats;
    private final Path openblas;
    private final int sideBySide;
    private final int perProduct;
    private final @Nullable Executor helpers;

    private Compute(Kind kind, Path openblas, int sideBySide, int perProduct) {
        this.kind = kind;
        this.openblas = openblas;
        this.perProduct = perProduct;
        this.sideBySide = sideBySide;
        this.helpers = sideBySide == 1 ? null : helpers(sideBySide - 1);
        this.device = new Device(kind == Kind.CPU ? "cpu" : "cuda");
        this.floats = new TensorOptions()
                .dtype(new ScalarTypeOptional(torch.ScalarType.Float))
                .device(new DeviceOptional(device));
    }

    /**
     * Loads libtorch and prepares a device.
     *
     * @param precision of matrix products; holds for the whole process until the next call
     * @param threads threads that may compute at a time; 0 for the number of processors. Up to four threads compute
     *     losses side by side; each gets an equal part of the other threads for its matrix products. The environment
     *     variable OMP_NUM_THREADS has no effect. One thread feeds a GPU
     * @throws ComputeException if libtorch cannot be loaded on this platform, or the device is missing
     */
    public static Compute on(Kind kind, Precision precision, int threads) {
        int all = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        int sideBySide = kind == Kind.CPU ? Math.min(MAX_SIDE_BY_SIDE, all) : 1;
        return on(kind, precision, sideBySide, all / sideBySide);
    }

    /**
     * Loads libtorch and prepares a device; from now on the whole process computes products in float32
     * ({@link #on(Kind, Precision, int)}).
     */
    public static Compute on(Kind kind, int threads) {
        return on(kind, Precision.HIGHEST, threads);
    }

    /**
     * Loads libtorch and prepares a device, with an explicit division of threads; from now on the whole process computes
     * products in float32.
     *
     * @param sideBySide threads that run forks, including the caller's; with 1, the thread that joins a fork runs it
     * @param perProduct threads that share one matrix product
     */
    public static Compute on(Kind kind, int sideBySide, int perProduct) {
        return on(kind, Precision.HIGHEST, sideBySide, perProduct);
    }

    private static Compute on(Kind kind, Precision precision, int sideBySide, int perProduct) {
        Path openblas = load();
        // Before the threads that share a product: each takes a piece of memory when it starts.
        ProductMemory.useHugePages(openblas, sideBySide + perProduct - 1);
        NativeThreads.share(perProduct);
        if (kind == Kind.CUDA) {
            requireCuda();
        }
        precision.set();
        return new Compute(kind, openblas, sideBySide, perProduct);
    }

    /** A thread pool whose idle threads end, so that nothing has to close it. */
    private static Executor helpers(int count) {
        var pool = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    var thread = new Thread(work, "espalier-compute");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Starts work on another thread if one is free. The work records gradients, whether or not the caller's or the
     * joining thread's scope does.
     *
     * @param work creates native objects, which are freed when the fork is closed
     */
    <T> Fork<T> fork(Supplier<T> work) {
        var fork = new Fork<>(work);
        if (helpers != null) {
            helpers.execute(fork);
        }
        return fork;
    }

    /**
     * Applies the same work to several things, side by side if threads are free. Frees the work's native objects at the
     * end.
     *
     * @param work changes only the thing that it gets
     * @throws RuntimeException the exception of the work, thrown when no work is running; some things may be left out
     */
    public <T> void together(Iterable<T> things, Consumer<? super T> work) {
        List<Fork<Boolean>> forks = new ArrayList<>();
        try {
            for (T thing : things) {
                forks.add(fork(() -> {
                    work.accept(thing);
                    return true;
                }));
            }
            // The pool starts with the first forks, the caller with the last.
            forks.reversed().forEach(Fork::join);
        } finally {
            forks.forEach(Fork::close);
        }
    }

    /** Loads libtorch; returns the file of its OpenBLAS. */
    private static Path load() {
        // Unless this is 0, JavaCPP asks the system for the process's memory at every native allocation, which costs
        // more than the allocation. Scopes free our allocations, so this guard is not needed.
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        LibtorchFiles.unpack();
        NativeThreads.prepare();
        try {
            Loader.load(torch.class);
            return Path.of(Loader.load(openblas_nolapack.class)).resolveSibling(OPENBLAS);
        } catch (LinkageError e) {
            throw new ComputeException(
                    "libtorch could not be loaded on " + Loader.getPlatform() + " (" + e.getMessage()
                            + "); Espalier is tested on linux-x86_64",
                    e);
        }
    }

    private static void requireCuda() {
        try {
            Loader.load(torch_cuda.class);
        } catch (LinkageError | TypeNotPresentException e) {
            throw new ComputeException(
                    "device cuda: this build of libtorch has no CUDA, or CUDA's libraries are not installed; build with"
                            + " `mvn -Pcuda -DskipTests package`, or use" + CPU_INSTEAD,
                    e);
        }
        if (!torch.cuda_is_available()) {
            throw new ComputeException("device cuda: libtorch finds no CUDA device; check the driver with `nvidia-smi`,"
                    + " or use" + CPU_INSTEAD);
        }
    }

    /** Threads that run forks, including the caller's. */
    public int sideBySide() {
        return sideBySide;
    }

    /** The format of the factors of matrix products, as a trial product shows it. */
    public Precision.Format factors() {
        return Precision.factors(this);
    }

    /** What decides the last bits of numbers on this machine, by name, such as {@code openblas: Zen}. */
    public SortedMap<String, String> arithmetic() {
        return Arithmetic.of(this, openblas, perProduct);
    }

    /** Whether tensors lie in CPU memory. */
    public boolean isCpu() {
        return kind == Kind.CPU;
    }

    /** Moves a CPU tensor to the device: returns the tensor itself on the CPU, a copy on a GPU. */
    public Tensor place(Tensor tensor) {
        return kind == Kind.CPU ? tensor : tensor.to(device, torch.ScalarType.Float);
    }

    /** Version of libtorch and its Java bindings, as stated in their jar. */
    public static String libtorchVersion() {
        String version = torch.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /** Options for a new float tensor on the device. */
    public TensorOptions floats() {
        return floats;
    }
}
