package dev.espalier.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A {@link Scope} whose work may be done by several threads (structured concurrency): what is forked in it is over, and what it
 * made is freed, when the scope is closed.
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
 * <p>Belongs to the thread that opened it.
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

    /**
     * Begins a piece of work on another thread, if there is one to spare. Gradients are recorded in it.
     *
     * @param work may join what was forked before it
     */
    public <T> Fork<T> fork(Supplier<T> work) {
        Fork<T> fork = compute.fork(work);
        forks.add(fork);
        return fork;
    }

    /**
     * Does all work that no thread has begun yet, the latest first: other threads begin with the earliest. To be called before a join
     * that would wait while there is something to do.
     */
    public void help() {
        forks.reversed().forEach(Fork::run);
    }

    /** Waits for work that is under way, drops what nobody has begun, and frees what was made in this scope. */
    @Override
    public void close() {
        forks.reversed().forEach(Fork::close);
        memory.close();
    }
}
