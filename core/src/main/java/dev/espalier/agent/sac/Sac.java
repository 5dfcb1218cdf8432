package dev.espalier.agent.sac;

import dev.espalier.agent.Algorithm;
import dev.espalier.agent.Batch;
import dev.espalier.agent.Features;
import dev.espalier.agent.Networks;
import dev.espalier.nn.DivergenceException;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.Pass;
import dev.espalier.nn.TanhGaussianPolicy;
import dev.espalier.nn.TrainedNetwork;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Soft actor-critic with a value network (Haarnoja et al., ICML 2018).
 *
 * <p>Five networks: the policy pi, the value network V and its slowly following target, and two Q networks of which the
 * smaller answer counts, against overestimation. One update draws an action from the policy for each state of the
 * mini-batch, computes all losses at the present weights, and then moves every network once; the target follows last.
 */
public final class Sac implements Algorithm {

    private static final String ACTOR_LOSS = "train/actor_loss";
    private static final String VALUE_LOSS = "train/value_loss";
    private static final String CRITIC_LOSS = "train/critic_loss";

    private final SacConfig config;
    private final Compute compute;
    private final Features features;
    private final int actionSize;

    private final TrainedNetwork<TanhGaussianPolicy> policy;
    private final TrainedNetwork<Mlp> value;
    private final TrainedNetwork<Mlp> q1;
    private final TrainedNetwork<Mlp> q2;
    private final Temperature temperature;

    /**
     * A new agent; adds its networks to those of the blueprint.
     *
     * @param features what its networks read
     */
    public Sac(SacConfig config, Networks networks, Features features) {
        this.config = config;
        this.features = features;
        compute = networks.compute();
        actionSize = networks.blueprint().actionSize();
        double rate = config.learningRate();
        policy = networks.add(SacNetworks.POLICY, TanhGaussianPolicy::over, rate, false);
        value = networks.add(SacNetworks.VALUE, body -> body, rate, true);
        q1 = networks.add(SacNetworks.Q1, body -> body, rate, false);
        q2 = networks.add(SacNetworks.Q2, body -> body, rate, false);
        temperature = new Temperature(config, actionSize, networks.kernels(), compute);
    }

    @Override
    public Tensor act(Tensor stateFeatures, @Nullable RandomGenerator exploration) {
        TanhGaussianPolicy acting = policy.evaluation();
        return exploration == null
                ? acting.mode(stateFeatures)
                : acting.sample(stateFeatures, noise(exploration, 1)).action();
    }

    @Override
    public SequencedMap<String, Double> update(Batch batch, RandomGenerator random) {
        double alpha = temperature.alpha();
        Tensor noise = noise(random, batch.observation().size(0));
        Pass<TanhGaussianPolicy> policyPass = policy.begin(random);
        Pass<Mlp> valuePass = value.begin(random);
        Pass<Mlp> q1Pass = q1.begin(random);
        Pass<Mlp> q2Pass = q2.begin(random);
        Tensor state = features.ofState(batch.observation());

        TanhGaussianPolicy.Sample drawn = policyPass.network().sample(state, noise);
        Tensor minQ = minQ(state, drawn.action());
        Tensor policyLoss = SacLosses.policy(minQ, drawn.logProbability(), alpha);

        Judgement judgement = judge(state, noise, drawn, minQ);
        Tensor valueLoss =
                SacLosses.value(valuePass.network().forward(state), judgement.minQ, judgement.logProbability, alpha);

        Tensor nextValue = value.target().forward(features.ofState(batch.nextObservation()));
        Tensor scaledReward = batch.reward().mul(new Scalar(config.rewardScale()));
        Tensor qTarget = SacLosses.qTarget(scaledReward, batch.continues(), nextValue, config.discount());
        Tensor pair = features.ofPair(state, batch.action());
        Tensor q1Loss = SacLosses.q(q1Pass.network().forward(pair), qTarget);
        Tensor q2Loss = SacLosses.q(q2Pass.network().forward(pair), qTarget);

        SequencedMap<String, Double> metrics = readFinite(policyLoss, valueLoss, q1Loss, q2Loss);
        metrics.put(Temperature.ALPHA, alpha);

        // All gradients first: a step would change weights that another graph still reads.
        policyPass.differentiate(policyLoss, drawn.action());
        valuePass.differentiate(valueLoss);
        q1Pass.differentiate(q1Loss);
        q2Pass.differentiate(q2Loss);
        // The first of the steps, as it is the last that may find something not finite.
        temperature.update(judgement.logProbability, metrics);
        policyPass.step();
        valuePass.step();
        q1Pass.step();
        q2Pass.step();
        value.leadTarget(config.tau());
        return metrics;
    }

    /** min of both Q(s, a~), as those read them who do not update them. */
    private Tensor minQ(Tensor state, Tensor action) {
        Tensor pair = features.ofPair(state, action);
        return torch.minimum(q1.evaluation().forward(pair), q2.evaluation().forward(pair));
    }

    /** What the policy does and how good that is, without gradient. */
    private record Judgement(Tensor logProbability, Tensor minQ) {}

    /** For losses that read the policy without updating it: the policy stands in evaluation mode for them. */
    private Judgement judge(Tensor state, Tensor noise, TanhGaussianPolicy.Sample drawn, Tensor minQ) {
        if (!policy.isGated()) {
            return new Judgement(drawn.logProbability().detach(), minQ.detach());
        }
        TanhGaussianPolicy.Sample expected = policy.evaluation().sample(state, noise);
        return new Judgement(expected.logProbability(), minQ(state, expected.action()));
    }

    @Override
    public List<String> metricNames() {
        List<String> names = new ArrayList<>(List.of(ACTOR_LOSS, VALUE_LOSS, CRITIC_LOSS, Temperature.ALPHA));
        if (config.learnTemperature()) {
            names.add(Temperature.LOSS);
        }
        return names;
    }

    private Tensor noise(RandomGenerator random, long rows) {
        float[] draws = new float[(int) rows * actionSize];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = (float) random.nextGaussian();
        }
        return Tensors.of(compute, draws, rows, actionSize);
    }

    private static SequencedMap<String, Double> readFinite(
            Tensor policyLoss, Tensor valueLoss, Tensor q1Loss, Tensor q2Loss) {
        float[] losses = Tensors.toFloats(torch.stack(new TensorVector(policyLoss, valueLoss, q1Loss, q2Loss)));
        List<String> networks = List.of("policy", "value", "q1", "q2");
        for (int i = 0; i < losses.length; i++) {
            if (!Float.isFinite(losses[i])) {
                throw new DivergenceException(networks.get(i), "loss", losses[i]);
            }
        }
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(ACTOR_LOSS, (double) losses[0]);
        metrics.put(VALUE_LOSS, (double) losses[1]);
        metrics.put(CRITIC_LOSS, (losses[2] + losses[3]) / 2.0);
        return metrics;
    }

    @Override
    public SequencedMap<String, Tensor> tensors() {
        return temperature.tensors();
    }
}
