package dev.espalier.agent.sac;

import dev.espalier.agent.Agent;
import dev.espalier.agent.Batch;
import dev.espalier.agent.DivergenceException;
import dev.espalier.nn.Adam;
import dev.espalier.nn.Mlp;
import dev.espalier.nn.TanhGaussianPolicy;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.RandomStreams;
import dev.espalier.tensor.Scope;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.IValue;
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
public final class Sac implements Agent {

    private static final String ACTOR_LOSS = "train/actor_loss";
    private static final String VALUE_LOSS = "train/value_loss";
    private static final String CRITIC_LOSS = "train/critic_loss";

    private final SacConfig config;
    private final Compute compute;
    private final int actionSize;

    private final TanhGaussianPolicy policy;
    private final Mlp value;
    private final Mlp valueTarget;
    private final Mlp q1;
    private final Mlp q2;
    private final Mlp frozenQ1;
    private final Mlp frozenQ2;
    private final Temperature temperature;

    private final Adam policyAdam;
    private final Adam valueAdam;
    private final Adam q1Adam;
    private final Adam q2Adam;
    private final ListKernels kernels = new ListKernels();
    private final IValue valueTargetList;
    private final IValue valueList;

    /**
     * A new agent.
     *
     * @param observationSize n_s
     * @param actionSize n_a
     * @param streams draws the initial weights
     */
    public Sac(SacConfig config, int observationSize, int actionSize, RandomStreams streams, Compute compute) {
        this.config = config;
        this.compute = compute;
        this.actionSize = actionSize;
        List<Integer> hidden = config.hidden();
        policy = TanhGaussianPolicy.create(observationSize, hidden, actionSize, streams.at("init policy"), compute);
        value = Mlp.create(observationSize, hidden, 1, streams.at("init value"), compute);
        q1 = Mlp.create(observationSize + actionSize, hidden, 1, streams.at("init q1"), compute);
        q2 = Mlp.create(observationSize + actionSize, hidden, 1, streams.at("init q2"), compute);
        valueTarget = value.frozenCopy();
        frozenQ1 = q1.frozen();
        frozenQ2 = q2.frozen();
        double rate = config.learningRate();
        policyAdam = new Adam(policy.parameters(), rate, kernels, compute);
        valueAdam = new Adam(value.parameters(), rate, kernels, compute);
        q1Adam = new Adam(q1.parameters(), rate, kernels, compute);
        q2Adam = new Adam(q2.parameters(), rate, kernels, compute);
        temperature = new Temperature(config, actionSize, kernels, compute);
        valueTargetList = ListKernels.list(List.copyOf(valueTarget.parameters().values()));
        valueList = ListKernels.list(List.copyOf(value.frozen().parameters().values()));
    }

    @Override
    public float[] act(double[] observation, @Nullable RandomGenerator exploration) {
        try (Scope _ = Scope.withoutGradients()) {
            float[] row = new float[observation.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) observation[i];
            }
            Tensor input = Tensors.of(compute, row, 1, row.length);
            Tensor action = exploration == null
                    ? policy.mode(input)
                    : policy.sample(input, noise(exploration, 1)).action();
            float[] result = Tensors.toFloats(action);
            for (float entry : result) {
                if (!Float.isFinite(entry)) {
                    throw new DivergenceException("policy", "action", entry);
                }
            }
            return result;
        }
    }

    @Override
    public SequencedMap<String, Double> update(Batch batch, RandomGenerator random) {
        try (Scope _ = Scope.open()) {
            Tensor s = batch.observation();
            double alpha = temperature.alpha();

            TanhGaussianPolicy.Sample drawn = policy.sample(s, noise(random, s.size(0)));
            Tensor stateAndDrawn = torch.cat(new TensorVector(s, drawn.action()), 1);
            Tensor minQ = torch.minimum(frozenQ1.forward(stateAndDrawn), frozenQ2.forward(stateAndDrawn));
            Tensor logProbability = drawn.logProbability();
            Tensor policyLoss = SacLosses.policy(minQ, logProbability, alpha);

            Tensor fixedLogProbability = logProbability.detach();
            Tensor valueLoss = SacLosses.value(value.forward(s), minQ.detach(), fixedLogProbability, alpha);

            Tensor scaledReward = batch.reward().mul(new Scalar(config.rewardScale()));
            Tensor qTarget = SacLosses.qTarget(
                    scaledReward, batch.continues(), valueTarget.forward(batch.nextObservation()), config.discount());
            Tensor stateAndAction = torch.cat(new TensorVector(s, batch.action()), 1);
            Tensor q1Values = q1.forward(stateAndAction);
            Tensor q1Loss = SacLosses.q(q1Values, qTarget);
            Tensor q2Loss = SacLosses.q(q2.forward(stateAndAction), qTarget);

            SequencedMap<String, Double> metrics = readFinite(policyLoss, valueLoss, q1Loss, q2Loss);
            metrics.put(Temperature.ALPHA, alpha);
            // Before the networks, as it may still find its loss not finite.
            temperature.update(fixedLogProbability, metrics);

            // All gradients first: a step would change weights that another graph still reads.
            TensorVector policyGradients = policyAdam.gradients(policyLoss);
            TensorVector valueGradients = valueAdam.gradients(valueLoss);
            TensorVector q1Gradients = q1Adam.gradients(q1Loss);
            TensorVector q2Gradients = q2Adam.gradients(q2Loss);
            policyAdam.step(policyGradients);
            valueAdam.step(valueGradients);
            q1Adam.step(q1Gradients);
            q2Adam.step(q2Gradients);
            kernels.lerp(valueTargetList, valueList, config.tau());
            return metrics;
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
    public SequencedMap<String, ArrayData> state() {
        SequencedMap<String, ArrayData> state = new LinkedHashMap<>();
        tensors().forEach((name, tensor) -> state.put(name, Tensors.toArrayData(tensor)));
        return state;
    }

    @Override
    public void restore(Map<String, ArrayData> state) {
        tensors().forEach((name, tensor) -> {
            ArrayData data = state.get(name);
            if (data == null) {
                throw new IllegalArgumentException("the stored agent has no entry " + name);
            }
            Tensors.restore(name, tensor, data);
        });
    }

    private SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        collect(all, "policy", policy.parameters(), policyAdam);
        collect(all, "value", value.parameters(), valueAdam);
        collect(all, "q1", q1.parameters(), q1Adam);
        collect(all, "q2", q2.parameters(), q2Adam);
        valueTarget.parameters().forEach((name, tensor) -> all.put("value_target." + name, tensor));
        all.putAll(temperature.tensors());
        return all;
    }

    private static void collect(
            SequencedMap<String, Tensor> all, String network, SequencedMap<String, Tensor> parameters, Adam adam) {
        parameters.forEach((name, tensor) -> all.put(network + "." + name, tensor));
        adam.state().forEach((name, tensor) -> all.put("adam." + network + "." + name, tensor));
    }
}
