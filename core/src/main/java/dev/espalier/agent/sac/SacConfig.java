package dev.espalier.agent.sac;

import static dev.espalier.settings.Settings.atLeast;
import static dev.espalier.settings.Settings.finite;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of soft actor-critic in both published forms. Defaults are stated in {@code defaults.yml} alone.
 *
 * @param hidden units of each hidden layer of every network
 * @param valueNetwork whether a network learns the value of states, as in SAC's first paper ({@link Sac}); else it is
 *     computed from target networks of both Q networks, as in the second ({@link TwinTargetSac})
 * @param learningRate Adam's step size, for all networks and the temperature
 * @param discount gamma, in [0, 1]
 * @param tau share by which target networks move towards their networks at each update, in (0, 1]
 * @param batch transitions in a mini-batch
 * @param updatesPerStep gradient updates for each environment step after the random phase
 * @param rewardScale factor of every reward before learning
 * @param temperature alpha, the weight of the entropy; its start value if it is learnt
 * @param learnTemperature whether alpha is learnt to reach {@code targetEntropy} (SAC's second paper) or stays fixed
 * @param targetEntropy target for the policy's entropy in nats, for a learnt alpha; null for minus the number of action
 *     entries
 * @param normaliseObservations whether observations are normalised by their running mean and standard deviation
 */
public record SacConfig(
        List<Integer> hidden,
        boolean valueNetwork,
        double learningRate,
        double discount,
        double tau,
        int batch,
        int updatesPerStep,
        double rewardScale,
        double temperature,
        boolean learnTemperature,
        @Nullable Double targetEntropy,
        boolean normaliseObservations)
        implements AgentConfig {

    /** @throws dev.espalier.settings.InvalidSettingException if a value is out of its range */
    public SacConfig {
        hidden = List.copyOf(hidden);
        NetworkSpec.requireHidden(hidden);
        positive("learning_rate", learningRate);
        fraction("discount", discount);
        positiveFraction("tau", tau);
        atLeast("batch", batch, 1);
        atLeast("updates_per_step", updatesPerStep, 1);
        positive("reward_scale", rewardScale);
        notNegative("temperature", temperature);
        if (learnTemperature) {
            // Its logarithm is learnt.
            positive("temperature", temperature);
        }
        if (targetEntropy != null) {
            finite("target_entropy", targetEntropy);
        }
    }

    @Override
    public List<NetworkSpec> networks(int actionSize) {
        List<NetworkSpec> networks = new ArrayList<>();
        // The mean and log sigma of each entry of an action.
        networks.add(new NetworkSpec(NetworkSpec.POLICY, Input.STATE, hidden, 2 * actionSize, Role.POLICY));
        if (valueNetwork) {
            networks.add(new NetworkSpec(NetworkSpec.VALUE, Input.STATE, hidden, 1, Role.CRITIC));
        }
        networks.add(new NetworkSpec(NetworkSpec.Q1, Input.STATE_AND_ACTION, hidden, 1, Role.CRITIC));
        networks.add(new NetworkSpec(NetworkSpec.Q2, Input.STATE_AND_ACTION, hidden, 1, Role.CRITIC));
        return networks;
    }

    @Override
    public Algorithm algorithm(Networks networks, Features features) {
        return valueNetwork ? new Sac(this, networks, features) : new TwinTargetSac(this, networks, features);
    }

    @Override
    public boolean normalisesObservations() {
        return normaliseObservations;
    }
}
