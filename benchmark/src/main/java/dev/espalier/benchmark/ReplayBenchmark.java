package dev.espalier.benchmark;

import dev.espalier.data.Batch;
import dev.espalier.data.Experience;
import dev.espalier.data.Replay;
import dev.espalier.tensor.Compute;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A mini-batch of 256 out of HalfCheetah's replay of a million: mostly waiting for memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReplayBenchmark {

    private static final int OBSERVATION = 17;
    private static final int ACTION = 6;
    private static final int TRANSITIONS = 1_000_000;

    private final Replay replay = full();
    private final SplittableRandom random = new SplittableRandom(1);

    private static Replay full() {
        var dimensions =
                new Experience.Dimensions(OBSERVATION, ACTION, 1, TRANSITIONS, Compute.on(Compute.Kind.CPU, 1));
        var replay = new Replay(dimensions, 256, 1);
        for (int i = 0; i < TRANSITIONS; i++) {
            replay.add(0, new double[OBSERVATION], new float[ACTION], i, new double[OBSERVATION], false, false);
        }
        return replay;
    }

    @Benchmark
    public Batch draw() {
        return replay.draw(random);
    }
}
