package dev.espalier.agent;

import dev.espalier.nn.DivergenceException;
import dev.espalier.nn.Pass;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.profile.Phase;
import dev.espalier.prune.LayerTheta;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.PruneEvent;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Fork;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An agent put together: an algorithm, what its networks read, and the networks themselves, which may shrink. One update
 * is Algorithm 1 of the method without its environment step: the extractors learn from one mini-batch, the algorithm from
 * another, then every unit that is due is removed. Both compute their gradients at the weights before the update, so that
 * they can do it at the same time.
 */
public final class DeepAgent implements Agent {

    private final Algorithm algorithm;
    private final Features features;
    private final Networks networks;
    private final ActingPolicy actingPolicy;
    private final PruneConfig config;
    private final Compute compute;

    /**
     * An agent of these parts.
     *
     * @param features what the algorithm's networks read
     * @param networks those of the algorithm and of the features
     * @param config the schedule of theta
     */
    public DeepAgent(Algorithm algorithm, Features features, Networks networks, PruneConfig config) {
        this.algorithm = algorithm;
        this.features = features;
        this.networks = networks;
        this.actingPolicy = new ActingPolicy(algorithm, features);
        this.config = config;
        this.compute = networks.compute();
    }

    @Override
    public float[] act(double[] observation, @Nullable RandomGenerator exploration) {
        PolicyNetwork policy = actingPolicy.current();
        float[] outputs = new float[policy.outputs()];
        policy.forward(observation, outputs);
        float[] action = algorithm.act(outputs, exploration);
        for (float entry : action) {
            if (!Float.isFinite(entry)) {
                throw new DivergenceException("policy", "action", entry);
            }
        }
        return action;
    }

    @Override
    public PolicyNetwork deterministic() {
        return actingPolicy.current().firstOutputs(networks.blueprint().actionSize());
    }

    @Override
    public SequencedMap<String, Double> pretrain(Batches batches, RandomGenerator random) {
        if (!features.learns()) {
            return new LinkedHashMap<>();
        }
        try (Scope _ = Scope.open()) {
            Features.Lesson lesson = features.begin(batches.drawForFeatures(random), random);
            lesson.differentiate();
            lesson.pass().step();
            return lesson.metrics();
        }
    }

    @Override
    public List<PruneEvent> enter(double progress) {
        return config.gates() ? networks.enter(progress) : List.of();
    }

    @Override
    public Update update(Batches batches, RandomGenerator random) {
        SequencedMap<String, Double> metrics = learn(batches, random);
        try (Phase _ = Phase.of(Phase.PRUNE)) {
            return new Update(metrics, config.gates() ? networks.prune() : List.of());
        }
    }

    /** The extractors and the algorithm learn side by side; the algorithm reads the extractors as they were before. */
    private SequencedMap<String, Double> learn(Batches batches, RandomGenerator random) {
        try (Scope _ = Scope.open()) {
            if (!features.learns()) {
                return update(batches.draw(random), random, List::of);
            }
            Features.Lesson lesson = features.begin(batches.drawForFeatures(random), random);
            try (Fork<List<Pass<?>>> learning = compute.fork(() -> {
                lesson.differentiate();
                return List.of(lesson.pass());
            })) {
                SequencedMap<String, Double> metrics =
                        new LinkedHashMap<>(update(batches.draw(random), random, learning::join));
                metrics.putAll(lesson.metrics());
                return metrics;
            }
        }
    }

    /** @param others what learnt at the same time as the algorithm */
    private SequencedMap<String, Double> update(Batch batch, RandomGenerator random, Supplier<List<Pass<?>>> others) {
        var taken = new AtomicBoolean();
        SequencedMap<String, Double> metrics = algorithm.update(batch, random, passes -> {
            if (taken.get()) {
                throw new IllegalStateException("the algorithm took its steps twice in one update");
            }
            List<Pass<?>> all = new ArrayList<>(others.get());
            all.addAll(List.of(passes));
            taken.set(true);
            Pass.stepAll(compute, all);
        });
        if (!taken.get()) {
            throw new IllegalStateException("the algorithm took no steps in an update");
        }
        return metrics;
    }

    @Override
    public List<String> metricNames() {
        List<String> names = new ArrayList<>(algorithm.metricNames());
        names.addAll(features.metricNames());
        return names;
    }

    @Override
    public Experience experience(Experience.Room room) {
        return algorithm.experience(room);
    }

    @Override
    public Blueprint blueprint() {
        return networks.blueprint();
    }

    @Override
    public SequencedMap<String, float[]> theta() {
        return networks.theta();
    }

    @Override
    public List<LayerTheta> thetaByLayer() {
        return networks.thetaByLayer();
    }

    @Override
    public SequencedMap<String, Double> targetMetrics(double progress) {
        return networks.targetMetrics(progress);
    }

    @Override
    public SequencedMap<String, ArrayData> state() {
        SequencedMap<String, ArrayData> state = new LinkedHashMap<>();
        tensors().forEach((name, tensor) -> state.put(name, Tensors.toArrayData(tensor)));
        networks.gateState()
                .forEach((name, values) -> state.put(
                        name,
                        new ArrayData(ArrayData.Type.F32, new long[] {values.length}, MemorySegment.ofArray(values))));
        return state;
    }

    @Override
    public void restore(Map<String, ArrayData> state) {
        networks.shrinkTo(state);
        requireNoMore(state);
        tensors().forEach((name, tensor) -> Tensors.restore(name, tensor, stored(state, name)));
        Map<String, float[]> gates = new HashMap<>();
        state.forEach((name, data) -> {
            if (name.startsWith(Networks.GATES)) {
                gates.put(name, data.bytes().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED));
            }
        });
        networks.restoreGates(gates);
    }

    /** An entry that nothing takes over would be lost, and with it what the stored agent was. */
    private void requireNoMore(Map<String, ArrayData> state) {
        SortedSet<String> unknown = new TreeSet<>(state.keySet());
        unknown.removeAll(tensors().keySet());
        unknown.removeAll(networks.gateState().keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the stored agent has an entry " + unknown.first() + ", this one has not");
        }
    }

    private static ArrayData stored(Map<String, ArrayData> state, String name) {
        ArrayData data = state.get(name);
        if (data == null) {
            throw new IllegalArgumentException("the stored agent has no entry " + name);
        }
        return data;
    }

    private SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> all = networks.tensors();
        all.putAll(algorithm.tensors());
        all.putAll(features.tensors());
        return all;
    }
}
