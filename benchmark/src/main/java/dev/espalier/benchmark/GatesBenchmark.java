package dev.espalier.benchmark;

import dev.espalier.config.ConfigLoader;
import dev.espalier.config.ConfigRequest;
import dev.espalier.prune.Gates;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.Structure;
import dev.espalier.prune.Usefulness;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The gates of extractors at their start, 2 x 8 layers of 128 units: a draw, and a step of theta. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GatesBenchmark {

    private static final String TASK = "Hopper-v5";

    private final Gates gates = gates();
    private final SplittableRandom random = new SplittableRandom(1);
    private final float[] derivatives = new float[gates.size()];

    private static Gates gates() {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put("phi_o", Collections.nCopies(8, 128));
        hidden.put("phi_oa", Collections.nCopies(8, 128));
        var structure = new Structure(hidden);
        List<String> settings = List.of("env=" + TASK, "preset=prune-b", "prune.theta_learning_rate=1e-12");
        PruneConfig config = new ConfigLoader(List.of(TASK))
                .load(new ConfigRequest(null, settings, Map.of()))
                .prune();
        return Gates.start(structure.layers(), structure, true, config);
    }

    @Benchmark
    public float[] draw() {
        return gates.draw(random);
    }

    @Benchmark
    public void observeAndStep() {
        gates.observe(Usefulness.ofAll(gates.draw(random), derivatives), 1);
        gates.step(_ -> 1e-4);
    }
}
