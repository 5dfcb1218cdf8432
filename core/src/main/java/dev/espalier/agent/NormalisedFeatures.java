package dev.espalier.agent;

import dev.espalier.data.Batch;
import dev.espalier.nn.FoldedDenseNet;
import dev.espalier.nn.Normaliser;
import dev.espalier.tensor.Fork;
import dev.espalier.tensor.TaskScope;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Features of normalised states: the extractors read and predict only normalised states. */
public final class NormalisedFeatures implements Features {

    private final Features features;
    private final Normaliser normaliser;

    /** @param features features of normalised states */
    public NormalisedFeatures(Features features, Normaliser normaliser) {
        this.features = features;
        this.normaliser = normaliser;
    }

    @Override
    public State of(Tensor observation) {
        return features.of(normaliser.apply(observation));
    }

    @Override
    public @Nullable FoldedDenseNet ofStates() {
        return features.ofStates();
    }

    @Override
    public long version() {
        return features.version() + normaliser.version();
    }

    @Override
    public boolean learns() {
        return features.learns();
    }

    @Override
    public Fork<Gradients> update(Batch batch, RandomGenerator random, TaskScope scope) {
        var normalised = new Batch(
                normaliser.apply(batch.observation()),
                batch.action(),
                batch.reward(),
                normaliser.apply(batch.nextObservation()),
                batch.continues(),
                batch.notes());
        return features.update(normalised, random, scope);
    }

    @Override
    public List<String> metricNames() {
        return features.metricNames();
    }

    @Override
    public Normaliser normaliser() {
        return normaliser;
    }

    @Override
    public void observe(Tensor observations) {
        normaliser.observe(observations);
    }

    @Override
    public void observe(double[] observation) {
        normaliser.observe(observation);
    }

    @Override
    public SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> tensors = features.tensors();
        tensors.putAll(normaliser.tensors());
        return tensors;
    }
}
