package dev.espalier.agent.sac;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of soft actor-critic. Defaults are stated in {@code defaults.yml} alone.
 *
 * @param hidden units of each hidden layer of the policy, the value network and both Q networks
 * @param learningRate Adam's step size, for all networks and the temperature
 * @param discount gamma, in [0, 1]
 * @param tau share of the value network that its target takes over at each update, in (0, 1]
 * @param batch transitions in a mini-batch
 * @param updatesPerStep gradient updates for each environment step after the random phase
 * @param rewardScale factor on every reward before it is learnt from
 * @param temperature alpha, the weight of the entropy; where the start lies when it is learnt
 * @param learnTemperature whether alpha follows {@code targetEntropy} (SAC's second paper) or stays fixed
 * @param targetEntropy entropy of the policy in nats that a learnt alpha aims at; null stands for minus the number of
 *     action entries
 */
public record SacConfig(
        List<Integer> hidden,
        double learningRate,
        double discount,
        double tau,
        int batch,
        int updatesPerStep,
        double rewardScale,
        double temperature,
        boolean learnTemperature,
        @Nullable Double targetEntropy) {

    public SacConfig {
        hidden = List.copyOf(hidden);
    }
}
