package dev.espalier.agent.ppo;

import static dev.espalier.settings.Settings.atLeast;
import static dev.espalier.settings.Settings.fraction;
import static dev.espalier.settings.Settings.notNegative;
import static dev.espalier.settings.Settings.positive;

import dev.espalier.agent.AgentConfig;
import dev.espalier.agent.Algorithm;
import dev.espalier.agent.Features;
import dev.espalier.agent.Networks;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.architecture.NetworkSpec.Input;
import dev.espalier.architecture.NetworkSpec.Role;
import dev.espalier.settings.InvalidSettingException;
import java.util.List;
import java.util.Locale;

/**
 * The settings of PPO. Defaults are stated in {@code defaults.yml} alone.
 *
 * @param hidden units of each hidden layer of the policy and the value network
 * @param learningRate Adam's step size, for both networks
 * @param discount gamma, in [0, 1]
 * @param gaeLambda lambda of generalised advantage estimation, in [0, 1]
 * @param rollout steps of each environment in a rollout, between two phases of learning
 * @param epochs passes over a rollout in one phase of learning
 * @param batch transitions in a mini-batch
 * @param clipRange largest relative change of an action's probability that the loss rewards
 * @param entropyWeight weight of the policy's entropy in its loss
 * @param maxGradientNorm largest norm of each network's gradient
 * @param normaliseObservations whether observations are normalised by their running mean and standard deviation
 * @param scaleRewards whether rewards are divided by the running standard deviation of discounted returns
 */
public record PpoConfig(
        List<Integer> hidden,
        double learningRate,
        double discount,
        double gaeLambda,
        int rollout,
        int epochs,
        int batch,
        double clipRange,
        double entropyWeight,
        double maxGradientNorm,
        boolean normaliseObservations,
        boolean scaleRewards)
        implements AgentConfig {

    /** @throws InvalidSettingException if a value is out of its range */
    public PpoConfig {
        hidden = List.copyOf(hidden);
        NetworkSpec.requireHidden(hidden);
        positive("learning_rate", learningRate);
        fraction("discount", discount);
        fraction("gae_lambda", gaeLambda);
        atLeast("rollout", rollout, 1);
        atLeast("epochs", epochs, 1);
        atLeast("batch", batch, 2);
        positive("clip_range", clipRange);
        notNegative("entropy_weight", entropyWeight);
        positive("max_gradient_norm", maxGradientNorm);
        if (batch > rollout) {
            throw new InvalidSettingException(
                    "batch",
                    String.format(
                            Locale.ROOT,
                            "is %d, more than a rollout has steps; give at most rollout, %d",
                            batch,
                            rollout));
        }
    }

    @Override
    public List<NetworkSpec> networks(int actionSize) {
        return List.of(
                new NetworkSpec(NetworkSpec.POLICY, Input.STATE, hidden, actionSize, Role.POLICY),
                new NetworkSpec(NetworkSpec.VALUE, Input.STATE, hidden, 1, Role.CRITIC));
    }

    @Override
    public Algorithm algorithm(Networks networks, Features features) {
        return new Ppo(this, networks, features);
    }

    @Override
    public boolean normalisesObservations() {
        return normaliseObservations;
    }
}
