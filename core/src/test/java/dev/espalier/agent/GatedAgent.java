package dev.espalier.agent;

import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.data.Batch;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.PruneEvent;
import dev.espalier.prune.Structure;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** A small agent with gates, the mini-batch that it learns from, and ways to decide which of its units go. */
public final class GatedAgent {

    static final int N_S = 3;
    static final int N_A = 2;
    static final int BATCH = 12;

    final TestAgents.Parts parts;
    public final Agent agent;

    private GatedAgent(TestAgents.Parts parts) {
        this.parts = parts;
        this.agent = parts.agent();
    }

    /** The same seed gives the same shape and weights; units are at least 2 a layer. */
    public static GatedAgent create(TestExtractors extractors, long seed) {
        return create(TestLearner.SAC, extractors, seed);
    }

    public static GatedAgent create(TestLearner learner, TestExtractors extractors, long seed) {
        return create(learner, extractors, seed, TestAgents.gates(0.1, 0.01), seed);
    }

    public static GatedAgent create(TestExtractors extractors, long seed, double nu, double lambda) {
        return create(extractors, seed, TestAgents.gates(nu, lambda), seed);
    }

    /** One whose theta stays where it is put. */
    static GatedAgent withStillGates(TestLearner learner, TestExtractors extractors, long seed) {
        return create(learner, extractors, seed, TestAgents.stillGates(0.1, 0.01), seed);
    }

    /** An agent of the shape that belongs to a seed, with settings and weights of its own. */
    public static GatedAgent create(TestExtractors extractors, long shape, PruneConfig prune, long weights) {
        return create(TestLearner.SAC, extractors, shape, prune, weights);
    }

    public static GatedAgent create(
            TestLearner learner, TestExtractors extractors, long shape, PruneConfig prune, long weights) {
        Random random = new Random(shape);
        List<Integer> hidden = List.of(2 + random.nextInt(5), 2 + random.nextInt(5));
        OfeConfig ofe = extractors.present()
                ? TestAgents.extractors(2 + random.nextInt(4), 1 + random.nextInt(3), extractors.diagonals())
                : TestAgents.withoutExtractors();
        TestAgents.Parts parts = TestAgents.parts(N_S, N_A, learner.config(hidden, 1e-3), ofe, prune, weights);
        // Where states are normalised it is by something.
        parts.features().observe(observed());
        return new GatedAgent(parts);
    }

    /** States of other size and place than those of mini-batches. */
    private static Tensor observed() {
        return Tensors.of(Compute.on(Compute.Kind.CPU, 1), new float[] {1, -2, 0.5f, 3, 1, 0.1f, 2, 0, -1}, 3, N_S);
    }

    Structure structure() {
        return agent.blueprint().structure();
    }

    /** Some updates, so that moments, statistics and targets have numbers of their own. */
    void learn(int updates) {
        for (int i = 0; i < updates; i++) {
            update(i, 0.5);
        }
    }

    /** An update of which all randomness but the gates' follows from the seed, however many gates there are. */
    Agent.Update update(long seed, double progress) {
        Batch batch = batch(seed);
        List<PruneEvent> events = new ArrayList<>(agent.enter(progress));
        Agent.Update update = agent.update(_ -> batch, random(seed));
        events.addAll(update.events());
        return new Agent.Update(update.metrics(), events);
    }

    /** Randomness whose noise does not depend on how many gates are drawn. */
    static RandomGenerator random(long seed) {
        return new NoiseApart(seed);
    }

    /** Draws Gaussian noise from one stream and gates from another. */
    private static final class NoiseApart implements RandomGenerator {

        private final Random noise;
        private final RandomGenerator gates;

        NoiseApart(long seed) {
            noise = new Random(seed);
            gates = new SplittableRandom(seed);
        }

        @Override
        public double nextGaussian() {
            return noise.nextGaussian();
        }

        @Override
        public long nextLong() {
            return gates.nextLong();
        }
    }

    static Batch batch(long seed) {
        Random random = new Random(seed + 77);
        Compute compute = Compute.on(Compute.Kind.CPU, 1);
        float[] s = gaussians(random, BATCH * N_S);
        float[] a = gaussians(random, BATCH * N_A);
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) Math.tanh(a[i]);
        }
        float[] continues = new float[BATCH];
        for (int i = 0; i < BATCH; i++) {
            continues[i] = i % 4 == 0 ? 0 : 1;
        }
        return new Batch(
                Tensors.of(compute, s, BATCH, N_S),
                Tensors.of(compute, a, BATCH, N_A),
                Tensors.of(compute, gaussians(random, BATCH), BATCH, 1),
                Tensors.of(compute, gaussians(random, BATCH * N_S), BATCH, N_S),
                Tensors.of(compute, continues, BATCH, 1),
                Tensors.of(compute, notes(random, a), BATCH, 3));
    }

    /** As if a policy near its start had acted: how likely its action was, an advantage, and a value to be learnt. */
    private static float[] notes(Random random, float[] actions) {
        float[] notes = gaussians(random, BATCH * 3);
        for (int row = 0; row < BATCH; row++) {
            double logProbability = -0.5 * N_A * Math.log(2 * Math.PI) + 0.05 * notes[row * 3];
            for (int i = 0; i < N_A; i++) {
                float action = actions[row * N_A + i];
                logProbability -= 0.5 * Math.pow(0.5 * Math.log((1 + action) / (1 - action)), 2);
            }
            notes[row * 3] = (float) logProbability;
        }
        return notes;
    }

    private static float[] gaussians(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Takes over a state in which units that go have theta 0 and all others 1; those that go may be due at once. */
    void restore(SequencedMap<String, ArrayData> state, SurvivingUnits survivors, boolean due) {
        SequencedMap<String, ArrayData> changed = new LinkedHashMap<>(state);
        agent.theta().keySet().forEach(network -> {
            boolean[] stays = survivors.ofGates(network);
            float[] theta = new float[stays.length];
            float[] below = new float[stays.length];
            for (int i = 0; i < stays.length; i++) {
                theta[i] = stays[i] ? 1 : 0;
                below[i] = due && !stays[i] ? 1 : 0;
            }
            changed.put("gates." + network + ".theta", data(theta));
            changed.put("gates." + network + ".below", data(below));
        });
        agent.restore(changed);
        // While theta is held at 1 nobody asks what a unit is worth.
        agent.enter(0.5);
    }

    static ArrayData data(float[] values) {
        return new ArrayData(ArrayData.Type.F32, new long[] {values.length}, MemorySegment.ofArray(values));
    }

    static float[] floats(Map<String, ArrayData> state, String name) {
        return Objects.requireNonNull(state.get(name), () -> "no " + name + " in " + state.keySet())
                .bytes()
                .toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }
}
