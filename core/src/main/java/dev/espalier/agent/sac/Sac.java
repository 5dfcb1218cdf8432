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
import org.jspecify.annotations.Nullable;

/**
 * Soft actor-critic with a value network (Haarnoja et al., ICML 2018); {@link TwinTargetSac} does without.
 *
 * <p>It has five networks: the policy pi, the value network V and its target network, and two Q networks, of which the
 * smaller value counts, against overestimation. One update draws an action from the policy for each state of the
 * mini-batch and computes the gradients of all losses at the present weights. The caller then steps every network, and
 * last the target network moves.
 */
public final class Sac implements Algorithm {

    private static final String ACTOR_LOSS = "train/actor_loss";
    private static final String VALUE_LOSS = "train/value_loss";
    private static final String CRITIC_LOSS = "train/critic_loss";

    private final SacConfig config;
    private final Compute compute;
    private final Features features;
    private final int actionSize;

    private final TrainState<TanhGaussianPolicy> policy;
    private final TrainState<Mlp> value;
    private final TrainState<Mlp> q1;
    private final TrainState<Mlp> q2;
    private final Temperature temperature;

    /** Creates a new agent and adds its networks, which read these features. */
    public Sac(SacConfig config, Networks networks, Features features) {
        this.config = config;
        this.features = features;
        compute = networks.compute();
        actionSize = networks.blueprint().actionSize();
        double rate = config.learningRate();
        policy = networks.add(NetworkSpec.POLICY, TanhGaussianPolicy::new, rate, false);
        value = networks.add(NetworkSpec.VALUE, body -> body, rate, true);
        q1 = networks.add(NetworkSpec.Q1, body -> body, rate, false);
        q2 = networks.add(NetworkSpec.Q2, body -> body, rate, false);
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
        Tensor noise = Tensors.gaussians(compute, random, batch.observation().size(0), actionSize);
        var policyUpdate = policy.draw(random);
        var valueUpdate = value.draw(random);
        var q1Update = q1.draw(random);
        var q2Update = q2.draw(random);
        Features.State state = features.of(batch.observation());
        // Before the forks, as all of them read it (Features.State.with).
        Tensor pair = state.with(batch.action()).whole();

        // No loss reads what another one changes, so they are computed side by side, the longest first. The policy's
        // sample is ready while Q1 still waits for its target: the order was found by measuring.
        Fork<Tensor> qTarget = scope.fork(() -> qTarget(batch));
        Fork<Float> q2Loss =
                scope.fork(() -> q2Update.differentiate(q -> SacLosses.q(q.forward(pair), qTarget.join())));
        Tensor q1Value = q1Update.forward(q -> q.forward(pair));
        Proposal proposal = policyUpdate.forward(pi -> Proposal.of(pi, state, noise, q1.evaluation(), q2.evaluation()));
        Fork<Float> q1Loss = scope.fork(() -> q1Update.differentiate(SacLosses.q(q1Value, qTarget.join())));
        Fork<Expected> expected = scope.fork(() -> expected(proposal, state, noise));
        Fork<Float> valueLoss = scope.fork(() -> valueUpdate.differentiate(v -> SacLosses.value(
                v.forward(state.features()), expected.join().minQ, expected.join().logProbability, alpha)));
        double policyLoss = policyUpdate.differentiate(
                SacLosses.policy(proposal.minQ(), proposal.sample().logProbability(), alpha),
                proposal.sample().preSquash());
        scope.help();

        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(ACTOR_LOSS, policyLoss);
        metrics.put(VALUE_LOSS, (double) valueLoss.join());
        metrics.put(CRITIC_LOSS, (q1Loss.join() + q2Loss.join()) / 2.0);
        Runnable temperatureStep = temperature.differentiate(() -> expected.join().logProbability, metrics);
        return new Gradients(metrics, List.of(policyUpdate, valueUpdate, q1Update, q2Update), () -> {
            temperatureStep.run();
            value.updateTarget(config.tau());
        });
    }

    /** V's target: min_i Q_i(s, a~) and log pi(a~|s) of the policy in evaluation mode, {@code [batch, 1]}, detached. */
    private record Expected(Tensor minQ, Tensor logProbability) {}

    private Expected expected(Proposal proposal, Features.State state, Tensor noise) {
        if (!policy.drawsDiffer()) {
            return new Expected(
                    proposal.minQ().detach(), proposal.sample().logProbability().detach());
        }
        try (Phase _ = Phase.of(value.name())) {
            TanhGaussianPolicy.Sample sample = policy.evaluation().sample(state.features(), noise);
            return new Expected(proposal.twinQ().min(state.with(sample.action())), sample.logProbability());
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

    @Override
    public List<String> metricNames() {
        List<String> names = new ArrayList<>(List.of(ACTOR_LOSS, VALUE_LOSS, CRITIC_LOSS));
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
