package dev.espalier.agent;

import dev.espalier.nn.TrainedNetwork;
import dev.espalier.prune.Gates;
import dev.espalier.prune.UnitLayer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Scores of all units of an agent, {@code [units]} for each layer: those with the lowest go first. */
final class UnitScores {

    /** Above every theta: a unit that has stayed for good goes last. */
    private static final float STAYS = 2;

    private UnitScores() {}

    /** Theta. */
    static Map<UnitLayer, float[]> theta(Members members) {
        Map<UnitLayer, float[]> scores = new LinkedHashMap<>();
        members.blueprint().structure().layers().forEach(layer -> {
            float[] stays = new float[members.blueprint().structure().units(layer)];
            Arrays.fill(stays, STAYS);
            scores.put(layer, stays);
        });
        for (Gates gates : members.gates()) {
            gates.layers().forEach(layer -> scores.put(layer, gates.decisions().scores(layer, STAYS)));
        }
        return scores;
    }

    /** The size of weights, as a share of its mean in the layer, so that layers can be compared. */
    static Map<UnitLayer, float[]> magnitude(Members members) {
        Map<UnitLayer, float[]> scores = new LinkedHashMap<>();
        for (TrainedNetwork<?> network : members.networks()) {
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

    /** Chance. */
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
