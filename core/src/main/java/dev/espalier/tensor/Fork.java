package dev.espalier.tensor;

import dev.espalier.profile.Phase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.bytedeco.pytorch.AutoGradMode;
import org.jspecify.annotations.Nullable;

/**
 * A fork: tensor work that another thread may run while the caller continues. If no thread has started it when a caller
 * joins it, the caller runs it. So a fork never waits for a free thread, and forks may join other forks. The result
 * does not depend on the thread.
 *
 * <p>A fork belongs to a {@link TaskScope}: native objects that the work creates live until that scope is closed.
 *
 * @param <T> the result
 */
public final class Fork<T> implements Runnable, AutoCloseable {

    private final Supplier<T> work;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Owned<T> result;
    private @Nullable Throwable failure;

    Fork(Supplier<T> work) {
        this.work = work;
    }

    /** Runs the work unless another thread has started it. An exception is kept for {@link #join}. */
    @Override
    public void run() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try (var _ = new AutoGradMode(true)) {
            result = Owned.of(work);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    /**
     * Returns the result; runs the work first if no thread has started it.
     *
     * @throws RuntimeException the exception of the work
     */
    public T join() {
        run();
        awaitEnd();
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
        if (result == null) {
            throw new IllegalStateException("the fork was closed");
        }
        return result.content();
    }

    /** Ignores interrupts while waiting: memory that the work reads must not be freed early. */
    private void awaitEnd() {
        boolean interrupted = false;
        try (Phase _ = Phase.of(Phase.WAIT)) {
            while (true) {
                try {
                    ended.await();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for the end of the work if it was started, and frees the objects that it created. */
    @Override
    public void close() {
        if (begun.compareAndSet(false, true)) {
            ended.countDown();
        } else {
            awaitEnd();
            if (result != null) {
                result.close();
                result = null;
            }
        }
    }
}
