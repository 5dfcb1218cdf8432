package dev.espalier.architecture;

import dev.espalier.architecture.NetworkSpec.Input;
import dev.espalier.prune.Axis;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The blueprint of an agent: its networks, the width of their layers and the inputs of each network, without any
 * weights. A unit of phi_o is an entry in the input of every later layer of phi_o, of phi_oa, of the predictor and of
 * every network that reads features; the axes describe this.
 *
 * @param observationSize n_s
 * @param actionSize n_a
 * @param predicted number of leading entries of the next observation that the extractors' predictor predicts
 * @param extractorLayers layers of phi_o and of phi_oa; 0 for an agent without extractors
 * @param diagonals whether the pass-through of the extractors has learnable diagonals
 * @param networks the agent's own networks
 * @param structure units of all hidden layers
 */
public record Blueprint(
        int observationSize,
        int actionSize,
        int predicted,
        int extractorLayers,
        boolean diagonals,
        List<NetworkSpec> networks,
        Structure structure) {

    /** Name of the extractor of observations. */
    public static final String PHI_O = "phi_o";

    /** Name of the extractor of observations and actions. */
    public static final String PHI_OA = "phi_oa";

    public Blueprint {
        networks = List.copyOf(networks);
    }

    /** The structure of networks and extractors before pruning. */
    public static Structure dense(int extractorUnits, int extractorLayers, List<NetworkSpec> networks) {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        if (extractorLayers > 0) {
            List<Integer> units = Collections.nCopies(extractorLayers, extractorUnits);
            hidden.put(PHI_O, units);
            hidden.put(PHI_OA, units);
        }
        networks.forEach(network -> hidden.put(network.name(), network.hidden()));
        return new Structure(hidden);
    }

    /** The same networks with another structure. */
    public Blueprint with(Structure changed) {
        return new Blueprint(observationSize, actionSize, predicted, extractorLayers, diagonals, networks, changed);
    }

    /**
     * The specification of one of the agent's own networks.
     *
     * @throws IllegalArgumentException if there is no such network
     */
    public NetworkSpec network(String name) {
        return networks.stream()
                .filter(network -> network.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no network " + name + " in " + networks));
    }

    /** Whether the agent has feature extractors. */
    public boolean hasExtractors() {
        return extractorLayers > 0;
    }

    /** The layers of phi_o; none without extractors. */
    public List<UnitLayer> phiO() {
        return hasExtractors() ? structure.layers(PHI_O) : List.of();
    }

    /** The layers of phi_oa; none without extractors. */
    public List<UnitLayer> phiOa() {
        return hasExtractors() ? structure.layers(PHI_OA) : List.of();
    }

    /** Whether a layer may lose all its units: in an extractor the layer's input is still passed on. */
    public static boolean mayVanish(UnitLayer layer) {
        return layer.network().equals(PHI_O) || layer.network().equals(PHI_OA);
    }

    /** s, the input of phi_o. */
    public Axis observation() {
        return Axis.fixed(observationSize);
    }

    /** {@code z_o}: the units of phi_o, the last layer first, then s; only s without extractors. */
    public Axis stateFeatures() {
        return stacked(observation(), phiO());
    }

    /** {@code [z_o ; a]}, the input of phi_oa. */
    public Axis stateFeaturesAndAction() {
        return stateFeatures().then(Axis.fixed(actionSize));
    }

    /** {@code z_oa}: the units of phi_oa, the last layer first, then its input; {@code [s ; a]} without extractors. */
    public Axis pairFeatures() {
        return stacked(stateFeaturesAndAction(), phiOa());
    }

    /** The axis of a network's input. */
    public Axis input(Input input) {
        return switch (input) {
            case STATE -> stateFeatures();
            case STATE_AND_ACTION -> pairFeatures();
        };
    }

    /** The output of a DenseNet: each layer puts its units in front of its input, equations (10)(11). */
    public static Axis stacked(Axis input, List<UnitLayer> layers) {
        Axis output = input;
        for (UnitLayer layer : layers) {
            output = output.behind(layer);
        }
        return output;
    }
}
