package dev.espalier.agent.td3;

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
import dev.espalier.nn.TrainedNetwork;
import dev.espalier.profile.Phase;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Fork;
import dev.espalier.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Twin delayed deep deterministic policy gradient, TD3 (Fujimoto, van Hoof and Meger, ICML 2018).
 *
 * <p>Three networks, each with a slowly following target: the policy pi, which states one action, and two Q networks of
 * which the smaller answer counts, against overestimation. The target's action is smoothed by noise. Policy and targets
 * move only at every few updates, when the Q networks have had time to settle.
 *
 * <p>As in {@link dev.espalier.agent.sac.Sac}, one update computes all losses at the present weights and then moves every network
 * once; the published order lets the policy follow the Q network of after its step.
 */
public final class Td3 implements Algorithm {

    private static final String ACTOR_LOSS = "train/actor_loss";
    private static final String CRITIC_LOSS = "train/critic_loss";

    private final Td3Config config;
    private final Compute compute;
    private final Features features;
    private final int actionSize;

    private final TrainedNetwork<Mlp> policy;
    private final TrainedNetwork<Mlp> q1;
    private final TrainedNetwork<Mlp> q2;
    private final Turns turns;

    /**
     * A new agent; adds its networks to those of the blueprint.
     *
     * @param features what its networks read
     */
    public Td3(Td3Config config, Networks networks, Features features) {
        this.config = config;
        this.features = features;
        compute = networks.compute();
        actionSize = networks.blueprint().actionSize();
        double rate = config.learningRate();
        policy = networks.addDelayed(NetworkSpec.POLICY, body -> body, rate, true, config.policyDelay());
        q1 = networks.add(NetworkSpec.Q1, body -> body, rate, true);
        q2 = networks.add(NetworkSpec.Q2, body -> body, rate, true);
        turns = new Turns(config.policyDelay(), compute);
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
            // Math.clamp would make NaN an error of its own.
            action[i] = (float) Math.max(-1, Math.min(1, value));
        }
        return action;
    }

    @Override
    public SequencedMap<String, Double> update(Batch batch, RandomGenerator random, Steps steps) {
        Turns.Turn turn = turns.now();
        Tensor targetNoise =
                Tensors.gaussians(compute, random, batch.observation().size(0), actionSize);
        Pass<Mlp> q1Pass = q1.begin(random);
        Pass<Mlp> q2Pass = q2.begin(random);
        Features.State state = features.of(batch.observation());
        Tensor pair = state.with(batch.action()).whole();

        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        // Losses and gradients of the networks are independent of each other and computed side by side.
        try (Fork<Tensor> qTarget = compute.fork(() -> qTarget(batch, targetNoise));
                Fork<Float> q2Loss = compute.fork(() -> learnQ(q2, q2Pass, pair, qTarget));
                Fork<Float> q1Loss = compute.fork(() -> learnQ(q1, q1Pass, pair, qTarget))) {
            Pass<Mlp> policyPass = turn.isPolicys() ? policy.begin(random) : null;
            float policyLoss = policyPass == null ? turn.lastLoss() : learnPolicy(policyPass, state);
            // Of an update in which the policy waits it is the loss that the policy had last, so that every row of a
            // log has one.
            if (!Float.isNaN(policyLoss)) {
                metrics.put(ACTOR_LOSS, (double) policyLoss);
            }
            metrics.put(CRITIC_LOSS, (q1Loss.join() + q2Loss.join()) / 2.0);
            if (policyPass == null) {
                steps.take(q1Pass, q2Pass);
            } else {
                steps.take(q1Pass, q2Pass, policyPass);
                List.of(policy, q1, q2).forEach(network -> network.leadTarget(config.tau()));
            }
            turns.next(turn, policyLoss);
        }
        return metrics;
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

    /** Teaches a Q network its target; returns the loss. */
    private static float learnQ(TrainedNetwork<Mlp> q, Pass<Mlp> pass, Tensor pair, Fork<Tensor> target) {
        Tensor wanted = target.join();
        Tensor loss;
        try (Phase _ = Phase.of(q.name())) {
            loss = Td3Losses.q(pass.network().forward(pair), wanted);
        }
        return pass.differentiate(loss);
    }

    /** Teaches the policy what the first Q network, which is only read, would rather have; returns the loss. */
    private float learnPolicy(Pass<Mlp> pass, Features.State state) {
        Tensor preSquash;
        Tensor loss;
        try (Phase _ = Phase.of(policy.name())) {
            preSquash = pass.network().forward(state.features());
            SplitInput pair = state.with(preSquash.tanh());
            Mlp judge = q1.evaluation();
            loss = Td3Losses.policy(judge.forward(judge.begin(pair), pair));
        }
        return pass.differentiate(loss, preSquash);
    }

    @Override
    public List<String> metricNames() {
        return List.of(ACTOR_LOSS, CRITIC_LOSS);
    }

    @Override
    public Experience experience(Experience.Room room) {
        return new Replay(room, config.batch(), config.updatesPerStep());
    }

    @Override
    public SequencedMap<String, Tensor> tensors() {
        return turns.tensors();
    }
}
