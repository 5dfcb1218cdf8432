package dev.espalier.agent.sac;

import dev.espalier.agent.Algorithm;
import dev.espalier.agent.Features;
import dev.espalier.agent.Gradients;
import dev.espalier.agent.Networks;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.data.Batch;
import dev.espalier.data.Experience;
import dev.espalier.data.Replay;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.TanhGaussianPolicy;
import dev.espalier.nn.TrainState;
import dev.espalier.profile.Phase;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Fork;
import dev.espalier.tensor.TaskScope;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Soft actor-critic without a value network (Haarnoja et al., "Soft Actor-Critic Algorithms and Applications", 2018), as
 * most programs have it today, Stable-Baselines3 and CleanRL among them.
 *
 * <p>It has three networks: the policy pi, and two Q networks with a target network each. The policy draws an action in
 * the next state; the smaller of its values by the target networks, less alpha times its log probability, is the value
 * for which {@link Sac} has a network.
 *
 * <p>As in {@link Sac}, one update computes all losses at the present weights and then steps every network once; in the
 * published order, the policy's loss reads the Q networks after their step.
 */
public final class TwinTargetSac implements Algorithm {

    private static final String ACTOR_LOSS = "train/actor_loss";
    private static final String CRITIC_LOSS = "train/critic_loss";

    private final SacConfig config;
    private final Compute compute;
    private final Features features;
    private final int actionSize;

    private final TrainState<TanhGaussianPolicy> policy;
    private final TrainState<Mlp> q1;
    private final TrainState<Mlp> q2;
    private final Temperature temperature;

    /** Creates a new agent and adds its networks, which read these features. */
    public TwinTargetSac(SacConfig config, Networks networks, Features features) {
        this.config = config;
        this.features = features;
        compute = networks.compute();
        actionSize = networks.blueprint().actionSize();
        double rate = config.learningRate();
        policy = networks.add(NetworkSpec.POLICY, TanhGaussianPolicy::new, rate, false);
        q1 = networks.add(NetworkSpec.Q1, body -> body, rate, true);
        q2 = networks.add(NetworkSpec.Q2, body -> body, rate, true);
        temperature = new Temperature(config, networks);
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
    public Gradients update(Batch batch, RandomGenerator random, TaskScope scope) {
        double alpha = temperature.alpha();
        long rows = batch.observation().size(0);
        Tensor noise = Tensors.gaussians(compute, random, rows, actionSize);
        Tensor nextNoise = Tensors.gaussians(compute, random, rows, actionSize);
        var policyUpdate = policy.draw(random);
        var q1Update = q1.draw(random);
        var q2Update = q2.draw(random);
        Features.State state = features.of(batch.observation());
        // Before the forks, as all of them read it (Features.State.with).
        Tensor pair = state.with(batch.action()).whole();

        // The losses are independent and computed side by side, in the order of Sac.
        Fork<Tensor> qTarget = scope.fork(() -> qTarget(batch, nextNoise, alpha));
        Fork<Float> q2Loss =
                scope.fork(() -> q2Update.differentiate(q -> SacLosses.q(q.forward(pair), qTarget.join())));
        Tensor q1Value = q1Update.forward(q -> q.forward(pair));
        Proposal proposal = policyUpdate.forward(pi -> Proposal.of(pi, state, noise, q1.evaluation(), q2.evaluation()));
        Fork<Float> q1Loss = scope.fork(() -> q1Update.differentiate(SacLosses.q(q1Value, qTarget.join())));
        double policyLoss = policyUpdate.differentiate(
                SacLosses.policy(proposal.minQ(), proposal.sample().logProbability(), alpha),
                proposal.sample().preSquash());
        scope.help();

        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(ACTOR_LOSS, policyLoss);
        metrics.put(CRITIC_LOSS, (q1Loss.join() + q2Loss.join()) / 2.0);
        Runnable temperatureStep =
                temperature.differentiate(() -> logProbability(proposal.sample(), state, noise), metrics);
        return new Gradients(metrics, List.of(policyUpdate, q1Update, q2Update), () -> {
            temperatureStep.run();
            q1.updateTarget(config.tau());
            q2.updateTarget(config.tau());
        });
    }

    /** {@code r + gamma (min_i Q_i_target(s', a') - alpha log pi(a'|s'))}, a' of the policy in evaluation mode. */
    private Tensor qTarget(Batch batch, Tensor noise, double alpha) {
        try (Phase _ = Phase.of(Phase.TARGETS)) {
            Features.State next = features.of(batch.nextObservation());
            TanhGaussianPolicy.Sample sample = policy.evaluation().sample(next.features(), noise);
            Tensor pair = next.with(sample.action()).whole();
            Tensor minQ = torch.minimum(q1.target().forward(pair), q2.target().forward(pair));
            return SacLosses.qTarget(
                    batch.reward().mul(new Scalar(config.rewardScale())),
                    batch.continues(),
                    SacLosses.softValue(minQ, sample.logProbability(), alpha),
                    config.discount());
        }
    }

    /** log pi(a~|s) of the policy in evaluation mode, {@code [batch, 1]}, detached. */
    private Tensor logProbability(TanhGaussianPolicy.Sample drawn, Features.State state, Tensor noise) {
        if (!policy.drawsDiffer()) {
            return drawn.logProbability().detach();
        }
        try (Phase _ = Phase.of(policy.name())) {
            return policy.evaluation().sample(state.features(), noise).logProbability();
        }
    }

    @Override
    public List<String> metricNames() {
        List<String> names = new ArrayList<>(List.of(ACTOR_LOSS, CRITIC_LOSS));
        names.addAll(temperature.metricNames());
        return names;
    }

    @Override
    public Experience experience(Experience.Dimensions dimensions) {
        return new Replay(dimensions, config.batch(), config.updatesPerStep(), features::observe);
    }

    @Override
    public SequencedMap<String, Tensor> tensors() {
        return temperature.tensors();
    }
}
