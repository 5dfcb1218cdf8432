package dev.espalier.prune;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The structure of networks: the number of units of each hidden layer, which pruning changes.
 *
 * @param hidden units of every layer by network; 0 for a layer of a DenseNet that has vanished
 */
public record Structure(SequencedMap<String, List<Integer>> hidden) {

    public Structure {
        SequencedMap<String, List<Integer>> copy = new LinkedHashMap<>();
        hidden.forEach((network, units) -> copy.put(network, List.copyOf(units)));
        hidden = Collections.unmodifiableSequencedMap(copy);
    }

    /**
     * The units of each layer of one network.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public List<Integer> hidden(String network) {
        List<Integer> units = hidden.get(network);
        if (units == null) {
            throw new IllegalArgumentException("no network " + network + " in " + hidden.keySet());
        }
        return units;
    }

    /** The number of units of one layer. */
    public int units(UnitLayer layer) {
        return hidden(layer.network()).get(layer.index());
    }

    /** The layers of one network, in order. */
    public List<UnitLayer> layers(String network) {
        List<UnitLayer> layers = new ArrayList<>();
        for (int i = 0; i < hidden(network).size(); i++) {
            layers.add(new UnitLayer(network, i));
        }
        return layers;
    }

    /** All layers, network by network. */
    public List<UnitLayer> layers() {
        return hidden.keySet().stream()
                .flatMap(network -> layers(network).stream())
                .toList();
    }

    /** The same structure with other numbers of units in some layers. */
    public Structure with(Map<UnitLayer, Integer> units) {
        SequencedMap<String, List<Integer>> changed = new LinkedHashMap<>();
        hidden.forEach((network, _) -> changed.put(
                network,
                layers(network).stream()
                        .map(layer -> units.getOrDefault(layer, units(layer)))
                        .toList()));
        return new Structure(changed);
    }
}
