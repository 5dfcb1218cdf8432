package dev.espalier.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A {@link Scope} whose work several threads may share (structured concurrency). When it is closed, all its forks have
 * ended and the objects that they created are freed.
 *
 * <pre>{@code
 * try (TaskScope scope = TaskScope.open(compute)) {
 *     Fork<Tensor> target = scope.fork(() -> qTarget(batch));
 *     Fork<Float> loss = scope.fork(() -> learn(target.join()));
 *     ...
 *     return loss.join();
 * }
 * }</pre>
 *
 * <p>A scope belongs to the thread that opened it.
 */
public final class TaskScope implements AutoCloseable {

    private final Compute compute;
    private final Scope memory;
    private final List<Fork<?>> forks = new ArrayList<>();

    private TaskScope(Compute compute) {
        this.compute = compute;
        this.memory = Scope.open();
    }

    /** Opens a scope on the calling thread. */
    public static TaskScope open(Compute compute) {
        return new TaskScope(compute);
    }

    /** Starts work on another thread if one is free. The work records gradients and may join earlier forks. */
    public <T> Fork<T> fork(Supplier<T> work) {
        Fork<T> fork = compute.fork(work);
        forks.add(fork);
        return fork;
    }

    /**
     * Runs all work that no thread has started, the latest first, because other threads start with the earliest. Call
     * this before a join that would wait while work remains.
     */
    public void help() {
        forks.reversed().forEach(Fork::run);
    }

    /** Waits for running work, drops work that has not started, and frees the objects of this scope. */
    @Override
    public void close() {
        forks.reversed().forEach(Fork::close);
        memory.close();
    }
}
