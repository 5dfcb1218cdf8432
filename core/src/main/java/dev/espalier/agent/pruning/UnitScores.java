package dev.espalier.agent.pruning;

import dev.espalier.nn.TrainState;
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

    /** Usefulness counts between units of one theta alone, as many are at 1: less than theta can tell apart. */
    private static final float OF_EQUALS = 1e-5f;

    private UnitScores() {}

    /** Theta, and where it is the same usefulness. */
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
                    // Below 0 for a unit that lowers the loss.
                    own[i] -= OF_EQUALS * usefulness[at++] / most;
                }
                scores.put(layer, own);
            }
        }
        return scores;
    }

    /** The size of weights, as a share of its mean in the layer, so that layers can be compared. */
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
