package dev.espalier.cli;

import dev.espalier.agent.Agent;
import dev.espalier.agent.BatchMemory;
import dev.espalier.agent.ReplayBuffer;
import dev.espalier.config.RunConfig;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.run.AgentFactory;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Time and memory of SAC updates on a full replay of random transitions. */
final class UpdateBench {

    private static final int ROUNDS = 10;
    private static final int WARM_UP_ROUNDS = 2;
    private static final Path STATUS = Path.of("/proc/self/status");

    private UpdateBench() {}

    /**
     * What was measured.
     *
     * @param updateMilliseconds one update with its mini-batch drawn, median over the rounds
     * @param productsMilliseconds the matrix products of one update, median over the rounds
     * @param productsGflops their speed
     * @param ratio update over products, median over the rounds
     * @param updates how many were measured
     * @param replayTransitions transitions in the replay
     * @param replayBytes their memory
     * @param residentBytesBefore memory of the process after the warm-up; NaN where the system does not tell
     * @param residentBytesAfter the same after the last update
     */
    record Result(
            double updateMilliseconds,
            double productsMilliseconds,
            double productsGflops,
            double ratio,
            int updates,
            int replayTransitions,
            long replayBytes,
            double residentBytesBefore,
            double residentBytesAfter) {}

    /** @throws InputException if there are fewer updates than rounds */
    static Result run(RunConfig config, EnvironmentSpec spec, int updates) {
        if (updates < ROUNDS) {
            throw new InputException("--updates is " + updates + "; give at least " + ROUNDS);
        }
        Compute.Kind kind = Compute.Kind.valueOf(config.device().toUpperCase(Locale.ROOT));
        Compute compute = Compute.on(kind, config.threads());
        var streams = new RandomStreams(config.seed());
        Agent agent = AgentFactory.create(config, spec, streams, compute);
        var memory = new BatchMemory(config.sac().batch(), spec.observationSize(), spec.actionSize(), compute);
        ReplayBuffer replay = fullReplay(config.replayCapacity(), spec, streams);
        var products = new MatrixProducts(
                agent.blueprint(), config.sac().batch(), config.prune().gates(), compute);

        int perRound = updates / ROUNDS;
        double[] update = new double[ROUNDS];
        double[] product = new double[ROUNDS];
        double[] ratio = new double[ROUNDS];
        double residentBefore = Double.NaN;
        long done = 0;
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            if (round == 0) {
                residentBefore = residentBytes();
            }
            long start = System.nanoTime();
            for (int i = 0; i < perRound; i++) {
                RandomGenerator random = streams.at("update", done++);
                agent.update(generator -> memory.draw(replay, generator), random);
            }
            long middle = System.nanoTime();
            for (int i = 0; i < perRound; i++) {
                products.run();
            }
            products.await();
            long end = System.nanoTime();
            if (round >= 0) {
                update[round] = (middle - start) / 1e6 / perRound;
                product[round] = (end - middle) / 1e6 / perRound;
                ratio[round] = update[round] / product[round];
            }
        }
        double productsTime = Statistics.median(product);
        return new Result(
                Statistics.median(update),
                productsTime,
                products.operations() / productsTime / 1e6,
                Statistics.median(ratio),
                perRound * ROUNDS,
                replay.size(),
                replay.state().values().stream()
                        .mapToLong(field -> field.bytes().byteSize())
                        .sum(),
                residentBefore,
                residentBytes());
    }

    private static ReplayBuffer fullReplay(int capacity, EnvironmentSpec spec, RandomStreams streams) {
        var replay = new ReplayBuffer(capacity, spec.observationSize(), spec.actionSize());
        RandomGenerator random = streams.at("replay");
        double[] observation = new double[spec.observationSize()];
        double[] next = new double[spec.observationSize()];
        float[] action = new float[spec.actionSize()];
        for (int i = 0; i < capacity; i++) {
            fill(observation, random);
            fill(next, random);
            for (int k = 0; k < action.length; k++) {
                action[k] = random.nextFloat(-1, 1);
            }
            replay.add(observation, action, random.nextDouble(-1, 1), next, false);
        }
        return replay;
    }

    private static void fill(double[] values, RandomGenerator random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble(-1, 1);
        }
    }

    /** Memory of this process in RAM, as Linux counts it. */
    private static double residentBytes() {
        if (!Files.exists(STATUS)) {
            return Double.NaN;
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STATUS, e);
        }
    }
}
