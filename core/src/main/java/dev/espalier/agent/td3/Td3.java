package dev.espalier.agent.td3;

import dev.espalier.agent.Algorithm;
import dev.espalier.agent.Features;
import dev.espalier.agent.Gradients;
import dev.espalier.agent.Networks;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.data.Batch;
import dev.espalier.data.Experience;
import dev.espalier.data.Replay;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.NetworkUpdate;
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
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Twin delayed deep deterministic policy gradient, TD3 (Fujimoto, van Hoof and Meger, ICML 2018).
 *
 * <p>It has three networks, each with a target network: the policy pi, which gives one action, and two Q networks, of
 * which the smaller value counts, against overestimation. Noise smooths the target policy's action. The policy and the
 * target networks are updated only at every few updates, so that the Q networks have time to settle.
 *
 * <p>As in {@link dev.espalier.agent.sac.Sac}, one update computes all losses at the present weights and then steps
 * every network once; in the published order, the policy's loss reads the Q network after its step.
 */
public final class Td3 implements Algorithm {

    private static final String ACTOR_LOSS = "train/actor_loss";
    private static final String CRITIC_LOSS = "train/critic_loss";

    private final Td3Config config;
    private final Compute compute;
    private final Features features;
    private final int actionSize;

    private final TrainState<Mlp> policy;
    private final TrainState<Mlp> q1;
    private final TrainState<Mlp> q2;
    private final PolicyDelay policyDelay;

    /** Creates a new agent and adds its networks, which read these features. */
    public Td3(Td3Config config, Networks networks, Features features) {
        this.config = config;
        this.features = features;
        compute = networks.compute();
        actionSize = networks.blueprint().actionSize();
        double rate = config.learningRate();
        policy = networks.addDelayed(NetworkSpec.POLICY, body -> body, rate, true, config.policyDelay());
        q1 = networks.add(NetworkSpec.Q1, body -> body, rate, true);
        q2 = networks.add(NetworkSpec.Q2, body -> body, rate, true);
        policyDelay = new PolicyDelay(config.policyDelay(), compute);
    }

    @Override
    public Mlp actor() {
        return policy.evaluation();
    }

    @Override
    public long actorVersion() {
        return policy.version();
    }

    @Override
    public float[] act(float[] outputs, @Nullable RandomGenerator exploration) {
        float[] action = new float[outputs.length];
        for (int i = 0; i < action.length; i++) {
            double value = Math.tanh(outputs[i]);
            if (exploration != null) {
                value += config.explorationNoise() * exploration.nextGaussian();
            }
            // Math.clamp would throw an exception for NaN.
            action[i] = (float) Math.max(-1, Math.min(1, value));
        }
        return action;
    }

    @Override
    public Gradients update(Batch batch, RandomGenerator random, TaskScope scope) {
        PolicyDelay.Turn turn = policyDelay.now();
        Tensor targetNoise =
                Tensors.gaussians(compute, random, batch.observation().size(0), actionSize);
        NetworkUpdate<Mlp> q1Update = q1.draw(random);
        NetworkUpdate<Mlp> q2Update = q2.draw(random);
        Features.State state = features.of(batch.observation());
        Tensor pair = state.with(batch.action()).whole();

        // The losses are independent and computed side by side.
        Fork<Tensor> qTarget = scope.fork(() -> qTarget(batch, targetNoise));
        Fork<Float> q2Loss =
                scope.fork(() -> q2Update.differentiate(q -> Td3Losses.q(q.forward(pair), qTarget.join())));
        Fork<Float> q1Loss =
                scope.fork(() -> q1Update.differentiate(q -> Td3Losses.q(q.forward(pair), qTarget.join())));
        List<NetworkUpdate<?>> updates = new ArrayList<>(List.of(q1Update, q2Update));
        // In updates without the policy, the last loss of the policy is logged, so that every row of a log has one.
        float policyLoss = turn.lastLoss();
        if (turn.updatesPolicy()) {
            NetworkUpdate<Mlp> policyUpdate = policy.draw(random);
            Tensor preSquash = policyUpdate.forward(pi -> pi.forward(state.features()));
            policyLoss = policyUpdate.differentiate(policyLoss(state, preSquash), preSquash);
            updates.add(policyUpdate);
        }

        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        if (!Float.isNaN(policyLoss)) {
            metrics.put(ACTOR_LOSS, (double) policyLoss);
        }
        metrics.put(CRITIC_LOSS, (q1Loss.join() + q2Loss.join()) / 2.0);
        float lastPolicyLoss = policyLoss;
        return new Gradients(metrics, updates, () -> {
            if (turn.updatesPolicy()) {
                List.of(policy, q1, q2).forEach(network -> network.updateTarget(config.tau()));
            }
            policyDelay.next(turn, lastPolicyLoss);
        });
    }

    /** Minus the first Q network's value of the policy's action, in evaluation mode. */
    private Tensor policyLoss(Features.State state, Tensor preSquash) {
        try (Phase _ = Phase.of(policy.name())) {
            return Td3Losses.policy(q1.evaluation().forward(state.with(preSquash.tanh())));
        }
    }

    private Tensor qTarget(Batch batch, Tensor noise) {
        try (Phase _ = Phase.of(Phase.TARGETS)) {
            Features.State next = features.of(batch.nextObservation());
            Tensor action = Td3Losses.smoothed(
                    policy.target().forward(next.features()), noise, config.targetNoise(), config.targetNoiseClip());
            Tensor pair = next.with(action).whole();
            return Td3Losses.qTarget(
                    batch.reward(),
                    batch.continues(),
                    q1.target().forward(pair),
                    q2.target().forward(pair),
                    config.discount());
        }
    }

    @Override
    public List<String> metricNames() {
        return List.of(ACTOR_LOSS, CRITIC_LOSS);
    }

    @Override
    public Experience experience(Experience.Dimensions dimensions) {
        return new Replay(dimensions, config.batch(), config.updatesPerStep(), features::observe);
    }

    @Override
    public SequencedMap<String, Tensor> tensors() {
        return policyDelay.tensors();
    }
}
