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
import dev.espalier.profile.Phase;
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
        Features.State state = features.of(batch.observation());

        Proposal proposal = propose(policyPass.network(), state, noise, alpha);
        Judgement judgement = judge(state, noise, proposal);
        Tensor valueLoss = valueLoss(valuePass.network(), state, judgement, alpha);
        Tensor qTarget = qTarget(batch);
        Tensor pair = state.with(batch.action()).whole();
        Tensor q1Loss = qLoss(q1, q1Pass, pair, qTarget);
        Tensor q2Loss = qLoss(q2, q2Pass, pair, qTarget);

        SequencedMap<String, Double> metrics = readFinite(proposal.loss, valueLoss, q1Loss, q2Loss);
        metrics.put(Temperature.ALPHA, alpha);

        // All gradients first: a step would change weights that another graph still reads.
        policyPass.differentiate(proposal.loss, proposal.drawn.action());
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

    /** What the drawn policy would do, and its loss for it. */
    private record Proposal(TanhGaussianPolicy.Sample drawn, Judges judges, Tensor minQ, Tensor loss) {}

    private Proposal propose(TanhGaussianPolicy drawnPolicy, Features.State state, Tensor noise, double alpha) {
        try (Phase _ = Phase.of(policy.name())) {
            TanhGaussianPolicy.Sample drawn = drawnPolicy.sample(state.features(), noise);
            var judges = new Judges(q1.evaluation(), q2.evaluation());
            Tensor minQ = judges.minQ(state.with(drawn.action()));
            return new Proposal(drawn, judges, minQ, SacLosses.policy(minQ, drawn.logProbability(), alpha));
        }
    }

    /** What the policy does and how good that is, without gradient. */
    private record Judgement(Tensor logProbability, Tensor minQ) {}

    /** For losses that read the policy without updating it: the policy stands in evaluation mode for them. */
    private Judgement judge(Features.State state, Tensor noise, Proposal proposal) {
        if (!policy.isGated()) {
            return new Judgement(proposal.drawn.logProbability().detach(), proposal.minQ.detach());
        }
        try (Phase _ = Phase.of(value.name())) {
            TanhGaussianPolicy.Sample expected = policy.evaluation().sample(state.features(), noise);
            return new Judgement(expected.logProbability(), proposal.judges.minQ(state.with(expected.action())));
        }
    }

    private Tensor valueLoss(Mlp drawn, Features.State state, Judgement judgement, double alpha) {
        try (Phase _ = Phase.of(value.name())) {
            return SacLosses.value(drawn.forward(state.features()), judgement.minQ, judgement.logProbability, alpha);
        }
    }

    private Tensor qTarget(Batch batch) {
        try (Phase _ = Phase.of(Phase.TARGETS)) {
            Tensor nextValue =
                    value.target().forward(features.of(batch.nextObservation()).features());
            Tensor scaledReward = batch.reward().mul(new Scalar(config.rewardScale()));
            return SacLosses.qTarget(scaledReward, batch.continues(), nextValue, config.discount());
        }
    }

    private static Tensor qLoss(TrainedNetwork<Mlp> q, Pass<Mlp> pass, Tensor pair, Tensor target) {
        try (Phase _ = Phase.of(q.name())) {
            return SacLosses.q(pass.network().forward(pair), target);
        }
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
