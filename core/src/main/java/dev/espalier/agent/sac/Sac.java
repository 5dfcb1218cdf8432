package dev.espalier.agent.sac;

import dev.espalier.agent.Algorithm;
import dev.espalier.agent.Batch;
import dev.espalier.agent.Experience;
import dev.espalier.agent.Features;
import dev.espalier.agent.NetworkSpec;
import dev.espalier.agent.Networks;
import dev.espalier.agent.Replay;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.Pass;
import dev.espalier.nn.SplitInput;
import dev.espalier.nn.TanhGaussianPolicy;
import dev.espalier.nn.TrainedNetwork;
import dev.espalier.profile.Phase;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Fork;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
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
        policy = networks.add(NetworkSpec.POLICY, TanhGaussianPolicy::over, rate, false);
        value = networks.add(NetworkSpec.VALUE, body -> body, rate, true);
        q1 = networks.add(NetworkSpec.Q1, body -> body, rate, false);
        q2 = networks.add(NetworkSpec.Q2, body -> body, rate, false);
        temperature = new Temperature(config, actionSize, networks.kernels(), compute);
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
        return TanhGaussianPolicy.action(outputs, exploration);
    }

    @Override
    public SequencedMap<String, Double> update(Batch batch, RandomGenerator random, Steps steps) {
        double alpha = temperature.alpha();
        Tensor noise = Tensors.gaussians(compute, random, batch.observation().size(0), actionSize);
        Pass<TanhGaussianPolicy> policyPass = policy.begin(random);
        Pass<Mlp> valuePass = value.begin(random);
        Pass<Mlp> q1Pass = q1.begin(random);
        Pass<Mlp> q2Pass = q2.begin(random);
        Features.State state = features.of(batch.observation());
        Tensor pair = state.with(batch.action()).whole();

        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        // Losses and gradients of the networks are independent of each other and computed side by side.
        // The order of the forks, and what is done here, let two threads end at about the same time.
        try (Fork<Tensor> qTarget = compute.fork(() -> qTarget(batch));
                Fork<Float> q2Loss = compute.fork(() -> learnQ(q2, q2Pass, answer(q2, q2Pass, pair), qTarget))) {
            Tensor q1Answer = answer(q1, q1Pass, pair);
            Proposal proposal = propose(policyPass.network(), state, noise, alpha);
            try (Fork<Judgement> judgement = compute.fork(() -> judge(valuePass, state, noise, proposal, alpha));
                    Fork<Float> q1Loss = compute.fork(() -> learnQ(q1, q1Pass, q1Answer, qTarget))) {
                metrics.put(ACTOR_LOSS, (double) policyPass.differentiate(proposal.loss, proposal.drawn.preSquash()));
                // Whatever nobody has begun, before waiting for what somebody has.
                List.of(judgement, q1Loss, q2Loss).forEach(Fork::run);
                metrics.put(VALUE_LOSS, (double) judgement.join().valueLoss);
                metrics.put(CRITIC_LOSS, (q1Loss.join() + q2Loss.join()) / 2.0);
                metrics.put(Temperature.ALPHA, alpha);
                Runnable temperatureStep = temperature.differentiate(judgement.join().logProbability, metrics);
                // Steps come last: a step before would change weights that another gradient still needs, and nothing
                // that is not finite turns up after the first of them.
                steps.take(policyPass, valuePass, q1Pass, q2Pass);
                temperatureStep.run();
            }
        }
        value.leadTarget(config.tau());
        return metrics;
    }

    /** What the drawn policy would do, and its loss for it. */
    private record Proposal(TanhGaussianPolicy.Sample drawn, Judges judges, Tensor minQ, Tensor loss) {}

    private Proposal propose(TanhGaussianPolicy drawnPolicy, Features.State state, Tensor noise, double alpha) {
        try (Phase _ = Phase.of(policy.name())) {
            TanhGaussianPolicy.Sample drawn = drawnPolicy.sample(state.features(), noise);
            SplitInput pair = state.with(drawn.action());
            var judges = new Judges(q1.evaluation(), q2.evaluation(), pair);
            Tensor minQ = judges.minQ(pair);
            return new Proposal(drawn, judges, minQ, SacLosses.policy(minQ, drawn.logProbability(), alpha));
        }
    }

    /**
     * What the policy does and what the value network thought of it.
     *
     * @param logProbability log pi(a~|s), {@code [batch, 1]}, without gradient
     */
    private record Judgement(Tensor logProbability, float valueLoss) {}

    /** Teaches V what the policy's actions are worth; the policy, which is only read, stands in evaluation mode. */
    private Judgement judge(Pass<Mlp> pass, Features.State state, Tensor noise, Proposal proposal, double alpha) {
        Tensor logProbability;
        Tensor loss;
        try (Phase _ = Phase.of(value.name())) {
            Tensor minQ;
            if (policy.isGated()) {
                TanhGaussianPolicy.Sample expected = policy.evaluation().sample(state.features(), noise);
                logProbability = expected.logProbability();
                minQ = proposal.judges.minQ(state.with(expected.action()));
            } else {
                logProbability = proposal.drawn.logProbability().detach();
                minQ = proposal.minQ.detach();
            }
            loss = SacLosses.value(pass.network().forward(state.features()), minQ, logProbability, alpha);
        }
        return new Judgement(logProbability, pass.differentiate(loss));
    }

    private Tensor qTarget(Batch batch) {
        try (Phase _ = Phase.of(Phase.TARGETS)) {
            Tensor nextValue =
                    value.target().forward(features.of(batch.nextObservation()).features());
            Tensor scaledReward = batch.reward().mul(new Scalar(config.rewardScale()));
            return SacLosses.qTarget(scaledReward, batch.continues(), nextValue, config.discount());
        }
    }

    private static Tensor answer(TrainedNetwork<Mlp> q, Pass<Mlp> pass, Tensor pair) {
        try (Phase _ = Phase.of(q.name())) {
            return pass.network().forward(pair);
        }
    }

    /** Teaches a Q network its target; returns the loss. */
    private static float learnQ(TrainedNetwork<Mlp> q, Pass<Mlp> pass, Tensor answer, Fork<Tensor> target) {
        Tensor wanted = target.join();
        Tensor loss;
        try (Phase _ = Phase.of(q.name())) {
            loss = SacLosses.q(answer, wanted);
        }
        return pass.differentiate(loss);
    }

    @Override
    public List<String> metricNames() {
        List<String> names = new ArrayList<>(List.of(ACTOR_LOSS, VALUE_LOSS, CRITIC_LOSS, Temperature.ALPHA));
        if (config.learnTemperature()) {
            names.add(Temperature.LOSS);
        }
        return names;
    }

    @Override
    public Experience experience(Experience.Room room) {
        return new Replay(room, config.batch(), config.updatesPerStep());
    }

    @Override
    public SequencedMap<String, Tensor> tensors() {
        return temperature.tensors();
    }
}
