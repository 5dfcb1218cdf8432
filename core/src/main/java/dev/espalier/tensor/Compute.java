package dev.espalier.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_cuda;
import org.jspecify.annotations.Nullable;

/** Where tensors live and are computed: libtorch, loaded and set up, and one of its devices. */
public final class Compute {

    private static final String CPU_INSTEAD = " --device cpu (to resume a run: `device: cpu` in its config.yml)";

    /** What computes side by side, the caller's thread included; more has not been tried. */
    private static final int MAX_SIDE_BY_SIDE = 4;

    private static final long IDLE_SECONDS = 10;

    /** What a user may ask for. */
    public enum Kind {
        CPU,
        CUDA
    }

    private final Kind kind;
    private final Device device;
    private final TensorOptions floats;
    private final int sideBySide;
    private final @Nullable Executor helpers;

    private Compute(Kind kind, int sideBySide) {
        this.kind = kind;
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
     * @param threads how many threads may compute at a time; 0 for as many as there are processors. Up to four take losses
     *     side by side, and each of these shares its products among its part of the others; for that part the environment
     *     variable OMP_NUM_THREADS, which the launcher sets, is a limit of its own. On a GPU, which does what it is handed in
     *     order, one hands out the work
     * @throws ComputeException if libtorch cannot be loaded on this platform, or the device is not there
     */
    public static Compute on(Kind kind, int threads) {
        int all = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        int sideBySide = kind == Kind.CPU ? Math.min(MAX_SIDE_BY_SIDE, all) : 1;
        return on(kind, sideBySide, all / sideBySide);
    }

    /**
     * The same, shared out by hand.
     *
     * @param sideBySide threads that do the work of forks, the caller's included; with 1 the thread that joins a fork does its work
     * @param perProduct threads that share a product
     */
    public static Compute on(Kind kind, int sideBySide, int perProduct) {
        load();
        torch.set_num_threads(perProduct);
        if (kind == Kind.CUDA) {
            requireCuda();
        }
        return new Compute(kind, sideBySide);
    }

    /** Threads that end when there is nothing to do, so that nobody has to close them. */
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
     * Begins a piece of work on another thread, if there is one to spare. Gradients are recorded in it, whatever the scope of
     * the caller or of the thread that joins it says.
     *
     * @param work makes native objects, which are freed when the fork is closed
     */
    <T> Fork<T> fork(Supplier<T> work) {
        var fork = new Fork<>(work);
        if (helpers != null) {
            helpers.execute(fork);
        }
        return fork;
    }

    /**
     * Does the same to several things, side by side where there are threads to spare. Native objects that the work makes are
     * freed at the end.
     *
     * @param work changes nothing but what it is given
     * @throws RuntimeException what the work threw, when none is under way any more; some may not have been done
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
            // Helpers begin with the first ones, the caller with the last ones.
            forks.reversed().forEach(Fork::join);
        } finally {
            forks.forEach(Fork::close);
        }
    }

    private static void load() {
        // JavaCPP asks the system for the process's memory at every native allocation unless this is 0: that costs
        // more than the allocation. Scopes free what we allocate, so the guard has nothing to guard.
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        LibtorchFiles.unpack();
        try {
            Loader.load(torch.class);
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

    /** How many threads do the work of forks, the caller's included. */
    public int sideBySide() {
        return sideBySide;
    }

    /** Whether tensors lie in the memory of the CPU. */
    public boolean isCpu() {
        return kind == Kind.CPU;
    }

    /** A tensor of the CPU, as it is or copied to the device. */
    public Tensor place(Tensor tensor) {
        return kind == Kind.CPU ? tensor : tensor.to(device, torch.ScalarType.Float);
    }

    /** Version of libtorch and of its Java bindings, as their jar states it. */
    public static String libtorchVersion() {
        String version = torch.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /** Options for a new float tensor on the device. */
    public TensorOptions floats() {
        return floats;
    }
}
