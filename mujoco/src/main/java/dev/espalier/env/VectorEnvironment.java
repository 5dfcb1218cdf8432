package dev.espalier.env;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Steps several environments in parallel. Not thread-safe.
 *
 * <p>A step takes about 30 microseconds, so handing tasks to a thread pool would cost what it gains. Instead, threads
 * live as long as this object, wait for the caller at a {@link Phaser} (which spins briefly before it sleeps), and take
 * environments one by one, as the caller does. Results do not depend on the threads.
 */
public final class VectorEnvironment implements AutoCloseable {

    private final List<Environment> environments;
    private final List<Thread> workers = new ArrayList<>();
    private final Phaser phaser;
    private final AtomicInteger next = new AtomicInteger();

    /** Written before and read after the threads synchronise, which the phaser orders. */
    private double[][] actions = {};

    private Step[] steps = {};
    private Throwable[] failures = {};

    /**
     * @param environments at least one; owned and closed by this object
     * @param threads maximum number of threads, including the caller's
     */
    public VectorEnvironment(List<? extends Environment> environments, int threads) {
        if (environments.isEmpty() || threads < 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "got %d environments and %d threads, expected at least 1 of each",
                    environments.size(),
                    threads));
        }
        this.environments = List.copyOf(environments);
        int workerCount = Math.min(threads, environments.size()) - 1;
        phaser = new Phaser(workerCount + 1);
        for (int i = 0; i < workerCount; i++) {
            workers.add(Thread.ofPlatform().daemon().name("environment-", i).start(this::work));
        }
    }

    /** Creates {@code count} environments of one task, with a thread for each processor. */
    public static VectorEnvironment make(Task task, int count) {
        List<Environment> environments = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                environments.add(task.make());
            }
        } catch (RuntimeException | Error e) {
            environments.forEach(Environment::close);
            throw e;
        }
        return new VectorEnvironment(environments, Runtime.getRuntime().availableProcessors());
    }

    /** Number of environments. */
    public int size() {
        return environments.size();
    }

    /** One of the environments, for its spaces and its saved state. */
    public Environment get(int index) {
        return environments.get(index);
    }

    /** {@link Environment#reset} of one environment. */
    public double[] reset(int index, long seed) {
        return environments.get(index).reset(seed);
    }

    /**
     * {@link Environment#step} of all environments. Environments whose episode is over must be reset before.
     *
     * @param actions {@code [size()][action size]}
     * @throws VectorStepException if an environment threw; it holds the results of the others
     */
    public Step[] step(double[][] actions) {
        if (actions.length != size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "got %d actions, expected one for each of the %d environments",
                    actions.length,
                    size()));
        }
        this.actions = actions;
        steps = new Step[size()];
        failures = new Throwable[size()];
        next.set(0);
        phaser.arriveAndAwaitAdvance();
        stepWhatIsLeft();
        phaser.arriveAndAwaitAdvance();
        SortedMap<Integer, Throwable> thrown = thrown();
        if (!thrown.isEmpty()) {
            throw new VectorStepException(thrown, steps);
        }
        return steps;
    }

    private SortedMap<Integer, Throwable> thrown() {
        SortedMap<Integer, Throwable> thrown = new TreeMap<>();
        for (int i = 0; i < failures.length; i++) {
            if (failures[i] != null) {
                thrown.put(i, failures[i]);
            }
        }
        return thrown;
    }

    @Override
    public void close() {
        phaser.forceTermination();
        for (Thread worker : workers) {
            join(worker);
        }
        environments.forEach(Environment::close);
    }

    private void work() {
        while (phaser.arriveAndAwaitAdvance() >= 0) {
            stepWhatIsLeft();
            phaser.arriveAndAwaitAdvance();
        }
    }

    private void stepWhatIsLeft() {
        for (int i = next.getAndIncrement(); i < size(); i = next.getAndIncrement()) {
            try {
                steps[i] = environments.get(i).step(actions[i]);
            } catch (RuntimeException | Error e) {
                failures[i] = e;
            }
        }
    }

    /** Waits for a thread that is about to end; an interrupt is preserved for the caller. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
