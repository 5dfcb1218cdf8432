package dev.espalier.agent.ppo;

import dev.espalier.agent.Algorithm;
import dev.espalier.agent.Batch;
import dev.espalier.agent.Experience;
import dev.espalier.agent.Features;
import dev.espalier.agent.NetworkSpec;
import dev.espalier.agent.Networks;
import dev.espalier.agent.Rollout;
import dev.espalier.nn.GaussianPolicy;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.Moments;
import dev.espalier.nn.Pass;
import dev.espalier.nn.TrainedNetwork;
import dev.espalier.profile.Phase;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Fork;
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
 * <p>Two networks: the policy pi and the value network V. The policy acts for a while; then every action is judged by what came
 * of it ({@link Gae}), and for some epochs of mini-batches the policy makes those more likely that were better than V had
 * expected, within limits, while V learns what was earned. Then all that is forgotten and the policy acts again.
 *
 * <p>An action is {@code tanh(u)}, u drawn from a Gaussian, as a policy that is shipped squashes it too; the usual code cuts u
 * off at the bounds instead.
 */
public final class Ppo implements Algorithm, Rollout.Judge {

    private static final String ACTOR_LOSS = "train/actor_loss";
    private static final String VALUE_LOSS = "train/value_loss";
    private static final String APPROXIMATE_KL = "train/approx_kl";
    private static final String CLIP_FRACTION = "train/clip_fraction";
    private static final String SIGMA = "train/std";

    /** Columns of notes. */
    private static final int LOG_PROBABILITY = 0;

    private static final int ADVANTAGE = 1;
    private static final int WANTED_VALUE = 2;
    private static final int NOTES = 3;

    /** Far beyond any clip range, and far below what a float can be the exponential of. */
    private static final double MOST_LOG_RATIO = 20;

    /** Rewards that hardly differ are not blown up without limit. */
    private static final double LEAST_SCALE = 1e-4;

    private final PpoConfig config;
    private final Compute compute;
    private final Features features;
    private final TrainedNetwork<GaussianPolicy> policy;
    private final TrainedNetwork<Mlp> value;
    private final Moments returns;
    private float[] sigma = {};
    private long sigmaVersion;

    /**
     * A new agent; adds its networks to those of the blueprint.
     *
     * @param features what its networks read
     */
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
    public Experience experience(Experience.Room room) {
        return new Rollout(room, config.rollout(), config.epochs(), config.batch(), this);
    }

    @Override
    public int notes() {
        return NOTES;
    }

    @Override
    public float[] judge(Batch all, Rollout.Path path) {
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
            notes[row * NOTES + WANTED_VALUE] = advantages[row] + values[row];
        }
        return notes;
    }

    private float[] scaledRewards(Batch all, Rollout.Path path) {
        float[] rewards = Tensors.toFloats(all.reward());
        if (!config.scaleRewards()) {
            return rewards;
        }
        returns.observe(Tensors.of(compute, Gae.discountedSums(path, rewards, config.discount()), rewards.length, 1));
        return Tensors.toFloats(all.reward().div(returns.deviation(LEAST_SCALE)));
    }

    /** The next rollout is read as the observations of this one suggest. */
    @Override
    public void done(Batch all) {
        features.observe(all.observation());
    }

    @Override
    public SequencedMap<String, Double> update(Batch batch, RandomGenerator random, Steps steps) {
        Pass<GaussianPolicy> policyPass = policy.begin(random);
        Pass<Mlp> valuePass = value.begin(random);
        Tensor state = features.of(batch.observation()).features();

        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        // The two networks have nothing to do with each other and learn side by side.
        try (Fork<Float> valueLoss = compute.fork(() -> learnValue(valuePass, state, note(batch, WANTED_VALUE)))) {
            learnPolicy(policyPass, state, batch, metrics);
            metrics.put(VALUE_LOSS, (double) valueLoss.join());
            steps.take(policyPass, valuePass);
        }
        return metrics;
    }

    private static Tensor note(Batch batch, int column) {
        return batch.notes().narrow(1, column, 1);
    }

    private float learnValue(Pass<Mlp> pass, Tensor state, Tensor wanted) {
        Tensor loss;
        try (Phase _ = Phase.of(value.name())) {
            loss = PpoLosses.value(pass.network().forward(state), wanted);
        }
        float size = pass.differentiate(loss);
        pass.clipGradient(config.maxGradientNorm());
        return size;
    }

    private void learnPolicy(
            Pass<GaussianPolicy> pass, Tensor state, Batch batch, SequencedMap<String, Double> metrics) {
        Tensor mean;
        Tensor logRatio;
        Tensor ratio;
        Tensor loss;
        try (Phase _ = Phase.of(policy.name())) {
            GaussianPolicy drawn = pass.network();
            mean = drawn.mean(state);
            logRatio = PpoLosses.logProbability(PpoLosses.preSquash(batch.action()), mean, drawn.logSigma())
                    .sub(note(batch, LOG_PROBABILITY))
                    .clamp(
                            new ScalarOptional(new Scalar(-MOST_LOG_RATIO)),
                            new ScalarOptional(new Scalar(MOST_LOG_RATIO)));
            ratio = logRatio.exp();
            Tensor advantage = PpoLosses.standardised(note(batch, ADVANTAGE));
            loss = PpoLosses.policy(ratio, advantage, config.clipRange())
                    .sub(PpoLosses.entropy(drawn.logSigma()).mul(new Scalar(config.entropyWeight())));
        }
        metrics.put(ACTOR_LOSS, (double) pass.differentiate(loss, mean));
        pass.clipGradient(config.maxGradientNorm());
        float[] logRatios = Tensors.toFloats(logRatio);
        double divergence = 0;
        double clipped = 0;
        for (float entry : logRatios) {
            double times = Math.exp(entry);
            divergence += (times - 1 - entry) / logRatios.length;
            clipped += (Math.abs(times - 1) > config.clipRange() ? 1.0 : 0.0) / logRatios.length;
        }
        metrics.put(APPROXIMATE_KL, divergence);
        metrics.put(CLIP_FRACTION, clipped);
        double spread = 0;
        for (float entry : sigma()) {
            spread += entry / sigma().length;
        }
        metrics.put(SIGMA, spread);
    }

    @Override
    public List<String> metricNames() {
        return List.of(ACTOR_LOSS, VALUE_LOSS, APPROXIMATE_KL, CLIP_FRACTION, SIGMA);
    }

    @Override
    public SequencedMap<String, Tensor> tensors() {
        return returns.tensors();
    }
}
