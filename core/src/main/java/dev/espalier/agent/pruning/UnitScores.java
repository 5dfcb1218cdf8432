package dev.espalier.agent.pruning;

import dev.espalier.nn.TrainState;
import dev.espalier.prune.Gates;
import dev.espalier.prune.UnitLayer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The scores of all units of an agent, {@code [units]} for each layer: the lowest are removed first. */
final class UnitScores {

    /** Above every theta: a unit that stays for good is removed last. */
    private static final float STAYS = 2;

    /** Weight of usefulness, too small to outweigh theta: it only orders units with equal theta, as many are at 1. */
    private static final float OF_EQUALS = 1e-5f;

    private UnitScores() {}

    /** The scores by theta; usefulness orders units with equal theta. */
    static Map<UnitLayer, float[]> theta(Members members) {
        Map<UnitLayer, float[]> scores = new LinkedHashMap<>();
        members.blueprint().structure().layers().forEach(layer -> {
            float[] stays = new float[members.blueprint().structure().units(layer)];
            Arrays.fill(stays, STAYS);
            scores.put(layer, stays);
        });
        for (Gates gates : members.gates()) {
            float[] usefulness = gates.usefulness();
            float most = Float.MIN_NORMAL;
            for (float each : usefulness) {
                most = Math.max(most, Math.abs(each));
            }
            int at = 0;
            for (UnitLayer layer : gates.layers()) {
                float[] own = gates.decisions().scores(layer, STAYS);
                for (int i = 0; i < own.length; i++) {
                    // Usefulness is below 0 for a unit that lowers the loss.
                    own[i] -= OF_EQUALS * usefulness[at++] / most;
                }
                scores.put(layer, own);
            }
        }
        return scores;
    }

    /** The scores by magnitude of weights, relative to the layer's mean, so that layers are comparable. */
    static Map<UnitLayer, float[]> magnitude(Members members) {
        Map<UnitLayer, float[]> scores = new LinkedHashMap<>();
        for (TrainState<?> network : members.networks()) {
            network.magnitudes().forEach((layer, magnitudes) -> {
                double sum = 0;
                for (float magnitude : magnitudes) {
                    sum += magnitude;
                }
                float[] shares = new float[magnitudes.length];
                for (int i = 0; i < shares.length; i++) {
                    shares[i] = sum == 0 ? 0 : (float) (magnitudes[i] * magnitudes.length / sum);
                }
                scores.put(layer, shares);
            });
        }
        return scores;
    }

    /** Random scores. */
    static Map<UnitLayer, float[]> random(Members members, RandomGenerator random) {
        Map<UnitLayer, float[]> scores = new LinkedHashMap<>();
        members.blueprint().structure().layers().forEach(layer -> {
            float[] values = new float[members.blueprint().structure().units(layer)];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat();
            }
            scores.put(layer, values);
        });
        return scores;
    }
}
