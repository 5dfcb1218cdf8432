package dev.espalier.agent.td3;

import static dev.espalier.settings.Settings.atLeast;
import static dev.espalier.settings.Settings.fraction;
import static dev.espalier.settings.Settings.notNegative;
import static dev.espalier.settings.Settings.positive;
import static dev.espalier.settings.Settings.positiveFraction;

import dev.espalier.agent.AgentConfig;
import dev.espalier.agent.Algorithm;
import dev.espalier.agent.Features;
import dev.espalier.agent.Networks;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.architecture.NetworkSpec.Input;
import dev.espalier.architecture.NetworkSpec.Role;
import java.util.List;

/**
 * The settings of TD3. Defaults are stated in {@code defaults.yml} alone. Actions and noise are on the scale [-1, 1].
 *
 * @param hidden units of each hidden layer of the policy and both Q networks
 * @param learningRate Adam's step size, for all networks
 * @param discount gamma, in [0, 1]
 * @param tau share by which target networks move towards their networks whenever the policy learns, in (0, 1]
 * @param batch transitions in a mini-batch
 * @param updatesPerStep gradient updates for each environment step after the random phase
 * @param policyDelay updates of the Q networks for each update of the policy and of the target networks
 * @param explorationNoise standard deviation of the noise on actions during exploration
 * @param targetNoise standard deviation of the noise on the target policy's actions
 * @param targetNoiseClip largest absolute value of that noise
 * @param normaliseObservations whether observations are normalised by their running mean and standard deviation
 */
public record Td3Config(
        List<Integer> hidden,
        double learningRate,
        double discount,
        double tau,
        int batch,
        int updatesPerStep,
        int policyDelay,
        double explorationNoise,
        double targetNoise,
        double targetNoiseClip,
        boolean normaliseObservations)
        implements AgentConfig {

    /** @throws dev.espalier.settings.InvalidSettingException if a value is out of its range */
    public Td3Config {
        hidden = List.copyOf(hidden);
        NetworkSpec.requireHidden(hidden);
        positive("learning_rate", learningRate);
        fraction("discount", discount);
        positiveFraction("tau", tau);
        atLeast("batch", batch, 1);
        atLeast("updates_per_step", updatesPerStep, 1);
        atLeast("policy_delay", policyDelay, 1);
        notNegative("exploration_noise", explorationNoise);
        notNegative("target_noise", targetNoise);
        notNegative("target_noise_clip", targetNoiseClip);
    }

    @Override
    public List<NetworkSpec> networks(int actionSize) {
        return List.of(
                new NetworkSpec(NetworkSpec.POLICY, Input.STATE, hidden, actionSize, Role.POLICY),
                new NetworkSpec(NetworkSpec.Q1, Input.STATE_AND_ACTION, hidden, 1, Role.CRITIC),
                new NetworkSpec(NetworkSpec.Q2, Input.STATE_AND_ACTION, hidden, 1, Role.CRITIC));
    }

    @Override
    public Algorithm algorithm(Networks networks, Features features) {
        return new Td3(this, networks, features);
    }

    @Override
    public boolean normalisesObservations() {
        return normaliseObservations;
    }
}
