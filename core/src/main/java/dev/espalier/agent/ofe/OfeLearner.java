package dev.espalier.agent.ofe;

import dev.espalier.agent.Features;
import dev.espalier.agent.Gradients;
import dev.espalier.agent.Networks;
import dev.espalier.architecture.Blueprint;
import dev.espalier.data.Batch;
import dev.espalier.nn.DenseNet;
import dev.espalier.nn.FoldedDenseNet;
import dev.espalier.nn.FoldedOfeNet;
import dev.espalier.nn.NetworkUpdate;
import dev.espalier.nn.OfeNet;
import dev.espalier.nn.SplitInput;
import dev.espalier.nn.TrainState;
import dev.espalier.profile.Phase;
import dev.espalier.prune.Axis;
import dev.espalier.tensor.Fork;
import dev.espalier.tensor.TaskScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The learner of the extractors. It trains them by an auxiliary task: a linear layer predicts the next observation from
 * z_oa. No gradient of the agent's losses reaches them.
 */
public final class OfeLearner implements Features {

    private static final String LOSS = "train/ofe_loss";

    private final TrainState<OfeNet> network;
    private final FoldedExtractors folded;
    private final int predicted;

    /** Creates extractors and adds them to the networks. */
    public OfeLearner(OfeConfig config, Networks networks) {
        Blueprint blueprint = networks.blueprint();
        predicted = blueprint.predicted();
        network = networks.extractors(
                "ofe",
                random -> OfeNet.create(
                        plan(config, blueprint, Blueprint.PHI_O, blueprint.observation()),
                        plan(config, blueprint, Blueprint.PHI_OA, blueprint.stateFeaturesAndAction()),
                        blueprint.pairFeatures(),
                        predicted,
                        blueprint.structure(),
                        random,
                        networks.compute()),
                config.learningRate());
        folded = new FoldedExtractors(network, networks.compute());
    }

    private static DenseNet.Plan plan(OfeConfig config, Blueprint blueprint, String name, Axis input) {
        return new DenseNet.Plan(
                name, input, blueprint.diagonals(), config.batchNormMomentum(), config.batchNormEpsilon());
    }

    @Override
    public State of(Tensor observation) {
        try (Phase _ = Phase.of(Phase.FEATURES)) {
            FoldedOfeNet extractors = folded.current();
            return new Read(extractors, extractors.stateFeatures(observation));
        }
    }

    /** Features of states; phi_oa computes its part of them when the first action is added. */
    private static final class Read implements State {

        private final FoldedOfeNet extractors;
        private final Tensor features;
        private @Nullable Function<Tensor, SplitInput> states;

        private Read(FoldedOfeNet extractors, Tensor features) {
            this.extractors = extractors;
            this.features = features;
        }

        @Override
        public Tensor features() {
            return features;
        }

        @Override
        public SplitInput with(Tensor action) {
            try (Phase _ = Phase.of(Phase.FEATURES)) {
                if (states == null) {
                    states = extractors.read(features);
                }
                return states.apply(action);
            }
        }
    }

    @Override
    public FoldedDenseNet ofStates() {
        return folded.current().ofStates();
    }

    @Override
    public long version() {
        return network.version();
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public Fork<Gradients> update(Batch batch, RandomGenerator random, TaskScope scope) {
        // The forward pass of the loss updates the statistics of batch norm. The agent's losses, which are computed at
        // the same time, must read the statistics from before, so fold them now.
        folded.current();
        NetworkUpdate<OfeNet> extractors = network.draw(random);
        return scope.fork(() -> {
            double loss = extractors.differentiate(drawn -> loss(drawn, batch));
            SequencedMap<String, Double> metrics = new LinkedHashMap<>();
            metrics.put(LOSS, loss);
            return new Gradients(metrics, List.of(extractors));
        });
    }

    private Tensor loss(OfeNet drawn, Batch batch) {
        Tensor pairFeatures = drawn.pairFeatures(drawn.stateFeatures(batch.observation()), batch.action());
        return prediction(drawn.predict(pairFeatures), batch.nextObservation().narrow(1, 0, predicted));
    }

    /**
     * The auxiliary loss (8): the mean of {@code |s' - s_hat'|^2} over batch and entries.
     *
     * @param predicted s_hat', {@code [batch, predicted]}, with gradient
     * @param actual s', {@code [batch, predicted]}
     */
    static Tensor prediction(Tensor predicted, Tensor actual) {
        return predicted.sub(actual).square().mean();
    }

    @Override
    public List<String> metricNames() {
        return List.of(LOSS);
    }
}
