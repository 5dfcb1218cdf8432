package dev.espalier.agent.ppo;

import dev.espalier.agent.Algorithm;
import dev.espalier.agent.Features;
import dev.espalier.agent.Gradients;
import dev.espalier.agent.Networks;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.data.Batch;
import dev.espalier.data.Experience;
import dev.espalier.data.Rollout;
import dev.espalier.nn.GaussianPolicy;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.Moments;
import dev.espalier.nn.NetworkUpdate;
import dev.espalier.nn.TrainState;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Fork;
import dev.espalier.tensor.TaskScope;
import dev.espalier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Proximal policy optimisation, PPO (Schulman et al., 2017).
 *
 * <p>It has two networks: the policy pi and the value network V. The policy acts for one rollout; then the advantage of
 * every action is estimated ({@link Gae}). For some epochs of mini-batches, the policy increases the probability of
 * actions that were better than V expected, within limits, and V learns the observed returns. Then the rollout is
 * discarded and the policy acts again.
 *
 * <p>An action is {@code tanh(u)}, u drawn from a Gaussian, as in a deployed policy; other programs often clip u
 * instead.
 */
public final class Ppo implements Algorithm, Rollout.Annotator {

    private static final String ACTOR_LOSS = "train/actor_loss";
    private static final String VALUE_LOSS = "train/value_loss";
    private static final String APPROXIMATE_KL = "train/approx_kl";
    private static final String CLIP_FRACTION = "train/clip_fraction";
    private static final String STD = "train/std";

    /** Columns of notes. */
    private static final int LOG_PROBABILITY = 0;

    private static final int ADVANTAGE = 1;
    private static final int VALUE_TARGET = 2;
    private static final int NOTES = 3;

    /** Far beyond any clip range, and far below the largest exponent of a float. */
    private static final double MAX_LOG_RATIO = 20;

    /** Lower bound of the scale, so that almost constant rewards are not amplified without limit. */
    private static final double MIN_SCALE = 1e-4;

    private final PpoConfig config;
    private final Compute compute;
    private final Features features;
    private final TrainState<GaussianPolicy> policy;
    private final TrainState<Mlp> value;
    private final Moments returns;
    private float[] sigma = {};
    private long sigmaVersion;

    /** Creates a new agent and adds its networks, which read these features. */
    public Ppo(PpoConfig config, Networks networks, Features features) {
        this.config = config;
        this.features = features;
        compute = networks.compute();
        int actions = networks.blueprint().actionSize();
        double rate = config.learningRate();
        policy = networks.add(NetworkSpec.POLICY, body -> GaussianPolicy.start(body, actions, compute), rate, false);
        value = networks.add(NetworkSpec.VALUE, body -> body, rate, false);
        returns = new Moments("returns", 1, compute);
    }

    @Override
    public Mlp actor() {
        return policy.evaluation().body();
    }

    @Override
    public long actorVersion() {
        return policy.version();
    }

    @Override
    public float[] act(float[] outputs, @Nullable RandomGenerator exploration) {
        float[] action = new float[outputs.length];
        for (int i = 0; i < action.length; i++) {
            double preSquash = outputs[i];
            if (exploration != null) {
                preSquash += sigma()[i] * exploration.nextGaussian();
            }
            action[i] = (float) Math.tanh(preSquash);
        }
        return action;
    }

    private float[] sigma() {
        if (sigma.length == 0 || sigmaVersion != policy.version()) {
            sigma = Tensors.toFloats(policy.evaluation().logSigma());
            for (int i = 0; i < sigma.length; i++) {
                sigma[i] = (float) Math.exp(sigma[i]);
            }
            sigmaVersion = policy.version();
        }
        return sigma;
    }

    @Override
    public Experience experience(Experience.Dimensions dimensions) {
        return new Rollout(dimensions, config.rollout(), config.epochs(), config.batch(), this);
    }

    @Override
    public int notes() {
        return NOTES;
    }

    @Override
    public float[] annotate(Batch all, Rollout.Path path) {
        Tensor state = features.of(all.observation()).features();
        GaussianPolicy acted = policy.evaluation();
        float[] logProbabilities = Tensors.toFloats(
                PpoLosses.logProbability(PpoLosses.preSquash(all.action()), acted.mean(state), acted.logSigma()));
        float[] values = Tensors.toFloats(value.evaluation().forward(state));
        float[] nextValues = Tensors.toFloats(
                value.evaluation().forward(features.of(all.nextObservation()).features()));
        float[] advantages = Gae.advantages(
                path,
                scaledRewards(all, path),
                values,
                nextValues,
                Tensors.toFloats(all.continues()),
                config.discount(),
                config.gaeLambda());
        float[] notes = new float[values.length * NOTES];
        for (int row = 0; row < values.length; row++) {
            notes[row * NOTES + LOG_PROBABILITY] = logProbabilities[row];
            notes[row * NOTES + ADVANTAGE] = advantages[row];
            notes[row * NOTES + VALUE_TARGET] = advantages[row] + values[row];
        }
        return notes;
    }

    private float[] scaledRewards(Batch all, Rollout.Path path) {
        float[] rewards = Tensors.toFloats(all.reward());
        if (!config.scaleRewards()) {
            return rewards;
        }
        returns.observe(Tensors.of(compute, Gae.discountedSums(path, rewards, config.discount()), rewards.length, 1));
        return Tensors.toFloats(all.reward().div(returns.std(MIN_SCALE)));
    }

    /** The next rollout is normalised with the statistics that include this one. */
    @Override
    public void done(Batch all) {
        features.observe(all.observation());
    }

    @Override
    public Gradients update(Batch batch, RandomGenerator random, TaskScope scope) {
        NetworkUpdate<GaussianPolicy> policyUpdate = policy.draw(random);
        NetworkUpdate<Mlp> valueUpdate = value.draw(random);
        Tensor state = features.of(batch.observation()).features();

        Fork<Float> valueLoss = scope.fork(() -> clipped(
                valueUpdate,
                valueUpdate.differentiate(v -> PpoLosses.value(v.forward(state), note(batch, VALUE_TARGET)))));
        Surrogate surrogate = policyUpdate.forward(pi -> surrogate(pi, state, batch));
        float policyLoss = clipped(policyUpdate, policyUpdate.differentiate(surrogate.loss, surrogate.mean));

        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(ACTOR_LOSS, (double) policyLoss);
        surrogate.describe(config.clipRange(), metrics);
        metrics.put(STD, meanStd());
        metrics.put(VALUE_LOSS, (double) valueLoss.join());
        return new Gradients(metrics, List.of(policyUpdate, valueUpdate));
    }

    private float clipped(NetworkUpdate<?> update, float loss) {
        update.clipGradient(config.maxGradientNorm());
        return loss;
    }

    /**
     * The policy's loss: the clipped surrogate minus the weighted entropy.
     *
     * @param mean mean of the drawn policy, {@code [batch, n_a]}
     * @param logRatio log of new over old probability, {@code [batch, 1]}
     */
    private record Surrogate(Tensor mean, Tensor logRatio, Tensor loss) {

        /** Adds metrics of the distance between the present policy and the one that acted. */
        void describe(double clipRange, SequencedMap<String, Double> metrics) {
            float[] logRatios = Tensors.toFloats(logRatio);
            double divergence = 0;
            double clipped = 0;
            for (float entry : logRatios) {
                double ratio = Math.exp(entry);
                divergence += (ratio - 1 - entry) / logRatios.length;
                clipped += (Math.abs(ratio - 1) > clipRange ? 1.0 : 0.0) / logRatios.length;
            }
            metrics.put(APPROXIMATE_KL, divergence);
            metrics.put(CLIP_FRACTION, clipped);
        }
    }

    private Surrogate surrogate(GaussianPolicy drawn, Tensor state, Batch batch) {
        Tensor mean = drawn.mean(state);
        Tensor logRatio = PpoLosses.logProbability(PpoLosses.preSquash(batch.action()), mean, drawn.logSigma())
                .sub(note(batch, LOG_PROBABILITY))
                .clamp(new ScalarOptional(new Scalar(-MAX_LOG_RATIO)), new ScalarOptional(new Scalar(MAX_LOG_RATIO)));
        Tensor advantage = PpoLosses.standardised(note(batch, ADVANTAGE));
        Tensor loss = PpoLosses.policy(logRatio.exp(), advantage, config.clipRange())
                .sub(PpoLosses.entropy(drawn.logSigma()).mul(new Scalar(config.entropyWeight())));
        return new Surrogate(mean, logRatio, loss);
    }

    private double meanStd() {
        double sum = 0;
        for (float entry : sigma()) {
            sum += entry / sigma().length;
        }
        return sum;
    }

    private static Tensor note(Batch batch, int column) {
        return batch.notes().narrow(1, column, 1);
    }

    @Override
    public List<String> metricNames() {
        return List.of(ACTOR_LOSS, VALUE_LOSS, APPROXIMATE_KL, CLIP_FRACTION, STD);
    }

    @Override
    public SequencedMap<String, Tensor> tensors() {
        return returns.tensors();
    }
}
