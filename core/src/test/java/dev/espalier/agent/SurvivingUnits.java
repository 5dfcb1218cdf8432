package dev.espalier.agent;

import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.store.ArrayData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;

/**
 * Which units stay, and what that means for every array of an agent's state: worked out from the paper's equations
 * (10)(11), not from the axes that the networks state.
 *
 * @param masks for each unit whether it stays
 */
record SurvivingUnits(Map<UnitLayer, boolean[]> masks, Structure before) {

    /** Draws which units stay; an extractor's layer may lose all. */
    static SurvivingUnits draw(Structure structure, Random random) {
        Map<UnitLayer, boolean[]> masks = new LinkedHashMap<>();
        for (UnitLayer layer : structure.layers()) {
            boolean mayVanish = layer.network().startsWith("phi");
            boolean vanishes = mayVanish && random.nextInt(4) == 0;
            boolean[] stays = new boolean[structure.units(layer)];
            for (int unit = 0; unit < stays.length; unit++) {
                stays[unit] = !vanishes && random.nextBoolean();
            }
            if (!mayVanish) {
                stays[random.nextInt(stays.length)] = true;
            }
            masks.put(layer, stays);
        }
        return new SurvivingUnits(masks, structure);
    }

    private boolean[] mask(String network, int layer) {
        return Objects.requireNonNull(masks.get(new UnitLayer(network, layer)));
    }

    private boolean hasExtractors() {
        return before.hidden().containsKey("phi_o");
    }

    private static boolean[] all(int size) {
        boolean[] all = new boolean[size];
        Arrays.fill(all, true);
        return all;
    }

    private static boolean[] join(boolean[] first, boolean[] second) {
        boolean[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** What layer {@code l} of an extractor reads: z_l = [ h_(l-1) ; z_(l-1) ]. */
    private boolean[] stacked(String network, int layers) {
        boolean[] z = network.equals("phi_o") ? all(GatedAgent.N_S) : join(stateFeatures(), all(GatedAgent.N_A));
        for (int layer = 0; layer < layers; layer++) {
            z = join(mask(network, layer), z);
        }
        return z;
    }

    private boolean[] stateFeatures() {
        return hasExtractors() ? stacked("phi_o", before.hidden("phi_o").size()) : all(GatedAgent.N_S);
    }

    private boolean[] pairFeatures() {
        return hasExtractors()
                ? stacked("phi_oa", before.hidden("phi_oa").size())
                : join(all(GatedAgent.N_S), all(GatedAgent.N_A));
    }

    /** The gates of a network, or of both extractors, layer by layer. */
    boolean[] ofGates(String network) {
        boolean[] stays = new boolean[0];
        for (UnitLayer layer : before.layers()) {
            boolean extractor = layer.network().startsWith("phi");
            if (network.equals(extractor ? "ofe" : layer.network())) {
                stays = join(stays, mask(layer.network(), layer.index()));
            }
        }
        return stays;
    }

    /** Which rows of an array stay, and which columns if it has any. */
    private List<boolean[]> axes(String entry, long[] shape) {
        if (entry.startsWith("gates.")) {
            boolean[] gates = ofGates(entry.split("\\.", -1)[1]);
            return List.of(shape[0] == 1 ? all(1) : gates);
        }
        String name = entry.replace("_target", "").replaceFirst("^adam\\.", "").replaceFirst("^ofe\\.", "");
        String[] words = name.split("\\.", -1);
        if (name.equals("policy_turns") || name.matches("(observations|returns)\\..*|.*log_sigma.*")) {
            return List.of(all((int) shape[0]));
        }
        if (name.contains("step") || name.contains("log_alpha")) {
            return List.of(all(1));
        }
        boolean weight = name.contains(".weight");
        if (words[0].equals("predictor")) {
            boolean[] outputs = all((int) shape[0]);
            return weight ? List.of(outputs, pairFeatures()) : List.of(outputs);
        }
        int layer = Integer.parseInt(words[1]);
        if (words[2].equals("diagonal")) {
            return List.of(stacked(words[0], layer));
        }
        boolean isOutput = layer == before.hidden(words[0]).size();
        boolean[] rows = isOutput ? all((int) shape[0]) : mask(words[0], layer);
        return weight ? List.of(rows, columns(words[0], layer)) : List.of(rows);
    }

    private boolean[] columns(String network, int layer) {
        if (network.startsWith("phi")) {
            return stacked(network, layer);
        } else if (layer > 0) {
            return mask(network, layer - 1);
        }
        return network.startsWith("q") ? pairFeatures() : stateFeatures();
    }

    /** What remains of every array of a state; arrays of extractor layers without units are gone. */
    SequencedMap<String, float[]> remaining(Map<String, ArrayData> state) {
        SequencedMap<String, float[]> remaining = new LinkedHashMap<>();
        state.forEach((name, data) -> {
            List<boolean[]> axes = axes(name, data.shape());
            float[] values = GatedAgent.floats(state, name);
            boolean[] columns = axes.size() == 2 ? axes.get(1) : all(1);
            float[] kept = new float[values.length];
            int count = 0;
            for (int i = 0; i < values.length; i++) {
                if (axes.getFirst()[i / columns.length] && columns[i % columns.length]) {
                    kept[count++] = values[i];
                }
            }
            if (count > 0) {
                remaining.put(name, Arrays.copyOf(kept, count));
            }
        });
        return remaining;
    }
}
