package dev.espalier.cli.bench;

import com.sun.management.ThreadMXBean;
import dev.espalier.agent.sac.SacConfig;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.console.Statistics;
import dev.espalier.config.RunConfig;
import dev.espalier.run.loop.Workbench;
import dev.espalier.run.loop.Workshop;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Precision;
import java.lang.management.ManagementFactory;
import java.util.SequencedMap;

/**
 * Measures time and memory of updates, with a full replay of random transitions. Updates, the bare matrix products of
 * as many updates, and the rest of a training step (act, step the task, store) run in turns in one process, so that a
 * slow moment of the machine affects all. The phases are recorded separately, as recording slows down updates.
 */
final class UpdateBench {

    private static final int ROUNDS = 10;
    private static final int WARM_UP_ROUNDS = 2;

    private UpdateBench() {}

    /**
     * Results; times are medians over the rounds.
     *
     * @param deployed parameters of the networks that act
     * @param trained parameters of all networks
     * @param factors format of the factors of matrix products
     * @param updateMilliseconds one update, including its mini-batch
     * @param productsMilliseconds the matrix products of one update
     * @param productsGflops speed of the products
     * @param ratio update over products
     * @param stepMilliseconds acting, stepping the task and storing
     * @param stepRatio the rest of a step over an update
     * @param phases milliseconds per training step by phase, the longest first; {@code other} is outside all phases
     * @param allocatedBytes JVM heap allocated by one update, on all threads
     * @param residentBytesBefore resident memory after the warm-up; NaN if unknown
     * @param residentBytesAfter resident memory after the last update
     * @param peakResidentBytes maximum resident memory
     */
    record Result(
            String env,
            String preset,
            long deployed,
            long trained,
            String factors,
            double updateMilliseconds,
            double productsMilliseconds,
            double productsGflops,
            double ratio,
            double stepMilliseconds,
            double stepRatio,
            SequencedMap<String, Double> phases,
            int updates,
            long allocatedBytes,
            int replayTransitions,
            long replayBytes,
            double residentBytesBefore,
            double residentBytesAfter,
            double peakResidentBytes) {}

    /** @throws InputException if there are fewer updates than rounds, or the agent is not SAC */
    static Result run(RunConfig config, int updates) {
        if (updates < ROUNDS) {
            throw new InputException("--updates is " + updates + "; give at least " + ROUNDS);
        }
        if (!(config.learner() instanceof SacConfig sac)) {
            throw new InputException("bench update compares with the matrix products of SAC, but the agent is "
                    + config.agent() + "; 'espalier bench run' measures any agent");
        }
        try (Workbench bench = Workbench.of(config)) {
            Compute compute = Workshop.compute(config);
            boolean read = config.prune().gates() && (sac.valueNetwork() || sac.learnTemperature());
            var products = new MatrixProducts(bench.blueprint(), sac.batch(), read, compute);
            return measure(config, bench, products, compute.factors(), updates / ROUNDS);
        }
    }

    private static Result measure(
            RunConfig config, Workbench bench, MatrixProducts products, Precision.Format factors, int perRound) {
        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] update = new double[ROUNDS];
        double[] product = new double[ROUNDS];
        double[] step = new double[ROUNDS];
        double[] ratio = new double[ROUNDS];
        double[] stepRatio = new double[ROUNDS];
        long allocated = 0;
        double residentBefore = Double.NaN;
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            if (round == 0) {
                residentBefore = ResidentMemory.now();
            }
            long allocatedBefore = memory.getTotalThreadAllocatedBytes();
            double updateTime = milliseconds(perRound, bench::update);
            long allocatedAfter = memory.getTotalThreadAllocatedBytes();
            double productTime = milliseconds(perRound, products::run, products::await);
            double stepTime = milliseconds(perRound, bench::collect);
            if (round >= 0) {
                update[round] = updateTime;
                product[round] = productTime;
                step[round] = stepTime;
                ratio[round] = updateTime / productTime;
                stepRatio[round] = stepTime / updateTime;
                allocated += allocatedAfter - allocatedBefore;
            }
        }
        double residentAfter = ResidentMemory.now();
        SequencedMap<String, Double> phases = PhaseTimes.record(perRound, () -> {
            bench.collect();
            bench.update();
        });
        double productsTime = Statistics.median(product);
        ParameterCount count = ParameterCount.of(bench.blueprint());
        return new Result(
                config.env(),
                config.preset(),
                count.deployed(),
                count.trained(),
                factors.title(),
                Statistics.median(update),
                productsTime,
                products.operations() / productsTime / 1e6,
                Statistics.median(ratio),
                Statistics.median(step),
                Statistics.median(stepRatio),
                phases,
                perRound * ROUNDS,
                allocated / perRound / ROUNDS,
                bench.transitions(),
                bench.replayBytes(),
                residentBefore,
                residentAfter,
                ResidentMemory.peak());
    }

    private static double milliseconds(int times, Runnable work) {
        return milliseconds(times, work, () -> {});
    }

    /** Milliseconds per execution. */
    private static double milliseconds(int times, Runnable work, Runnable atTheEnd) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        atTheEnd.run();
        return (System.nanoTime() - start) / 1e6 / times;
    }
}
