package dev.espalier.tensor;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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

    /** Threads beside the caller's; more than this has not been tried. */
    private static final int MOST_HELPERS = 3;

    private static final long IDLE_SECONDS = 10;

    /** What a user may ask for. */
    public enum Kind {
        CPU,
        CUDA
    }

    private final Kind kind;
    private final Device device;
    private final TensorOptions floats;
    private final @Nullable Executor helpers;

    private Compute(Kind kind, int helpers) {
        this.kind = kind;
        this.helpers = helpers == 0 ? null : helpers(helpers);
        this.device = new Device(kind == Kind.CPU ? "cpu" : "cuda");
        this.floats = new TensorOptions()
                .dtype(new ScalarTypeOptional(torch.ScalarType.Float))
                .device(new DeviceOptional(device));
    }

    /**
     * Loads libtorch and prepares a device.
     *
     * @param threads compute threads on the CPU; 0 chooses one for each two processors, since two hardware threads
     *     share one core's arithmetic units and the other is wanted for the environments
     * @throws ComputeException if libtorch cannot be loaded on this platform, or the device is not there
     */
    public static Compute on(Kind kind, int threads) {
        // A GPU does what it is handed in order, whoever hands it.
        int others = Runtime.getRuntime().availableProcessors() - 1;
        return on(kind, threads, kind == Kind.CPU ? Math.min(MOST_HELPERS, others) : 0);
    }

    /**
     * The same with a given number of threads for {@link #fork}.
     *
     * @param helpers threads beside the caller's; with 0, whoever joins a fork does its work
     */
    public static Compute on(Kind kind, int threads, int helpers) {
        load();
        int processors = Runtime.getRuntime().availableProcessors();
        torch.set_num_threads(threads > 0 ? threads : Math.max(1, processors / 2));
        if (kind == Kind.CUDA) {
            requireCuda();
        }
        return new Compute(kind, helpers);
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
     * Begins a piece of work on another thread, if there is one to spare. Gradients are recorded in it, whatever the caller's
     * scope says.
     *
     * @param work makes native objects, which are freed when the fork is closed
     */
    public <T> Fork<T> fork(Supplier<T> work) {
        var fork = new Fork<>(work);
        if (helpers != null) {
            helpers.execute(fork);
        }
        return fork;
    }

    private static void load() {
        // JavaCPP asks the system for the process's memory at every native allocation unless this is 0: that costs
        // more than the allocation. Scopes free what we allocate, so the guard has nothing to guard.
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
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
