package dev.espalier.tensor;

import dev.espalier.profile.Phase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.bytedeco.pytorch.AutoGradMode;
import org.jspecify.annotations.Nullable;

/**
 * A piece of tensor work that may be done on another thread while the caller goes on. Whoever needs the result first does
 * the work himself if nobody has begun it, so a fork never waits for a free thread, and forks may join other forks. What is
 * computed does not depend on who computes it.
 *
 * <p>It belongs to a {@link TaskScope}: native objects that the work makes live until that is closed.
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

    /** Does the work, unless somebody else has begun it. What it throws is kept for {@link #join}. */
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
     * The result, which is done here if nobody has begun it.
     *
     * @throws RuntimeException what the work threw
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

    /** Waits, whatever happens: what the work reads must not be freed under it. */
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

    /** Waits for the end of the work if somebody has begun it, and frees what it made. */
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
