package dev.espalier.architecture;

import dev.espalier.architecture.NetworkSpec.Role;
import dev.espalier.prune.Axis;
import dev.espalier.prune.UnitLayer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The number of parameters of a blueprint's networks: weights and biases, and for each unit of an extractor the scale,
 * shift, running mean and running variance of its batch norm. An extractor with learnable diagonals has one more for
 * each entry of a layer's input. Target networks are copies and do not count, and neither do the few learnt numbers
 * outside the networks, such as the standard deviations of actions in PPO.
 *
 * <p>phi_o and the policy are deployed. All networks are trained.
 *
 * @param networks parameters by network; phi_o, phi_oa and the predictor come first, with 0 in an agent without
 *     extractors
 * @param deployed parameters of the deployed networks
 */
public record ParameterCount(SequencedMap<String, Long> networks, long deployed) {

    /** Name of the linear network that predicts the next observation. */
    public static final String PREDICTOR = "predictor";

    private static final long BATCH_NORM = 4;

    public ParameterCount {
        networks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(networks));
    }

    public static ParameterCount of(Blueprint blueprint) {
        SequencedMap<String, Long> networks = new LinkedHashMap<>();
        networks.put(Blueprint.PHI_O, extractor(blueprint, blueprint.observation(), blueprint.phiO()));
        networks.put(Blueprint.PHI_OA, extractor(blueprint, blueprint.stateFeaturesAndAction(), blueprint.phiOa()));
        networks.put(PREDICTOR, predictor(blueprint));
        long deployed = networks.get(Blueprint.PHI_O);
        for (NetworkSpec network : blueprint.networks()) {
            long parameters = perceptron(blueprint, network);
            networks.put(network.name(), parameters);
            if (network.role() == Role.POLICY) {
                deployed += parameters;
            }
        }
        return new ParameterCount(networks, deployed);
    }

    /** Parameters of all networks. */
    public long trained() {
        return networks.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long extractor(Blueprint blueprint, Axis input, List<UnitLayer> layers) {
        List<Integer> units = layers.stream().map(blueprint.structure()::units).toList();
        return extractor(input.size(blueprint.structure()), units, blueprint.diagonals());
    }

    /**
     * The parameters of an extractor.
     *
     * @param inputs entries of its input
     * @param units units of each layer
     * @param diagonals whether it has learnable diagonals
     */
    public static long extractor(long inputs, List<Integer> units, boolean diagonals) {
        long parameters = 0;
        long width = inputs;
        for (int each : units) {
            parameters += affine(width, each) + BATCH_NORM * each + (diagonals ? width : 0);
            width += each;
        }
        return parameters;
    }

    private static long predictor(Blueprint blueprint) {
        return blueprint.hasExtractors()
                ? affine(blueprint.pairFeatures().size(blueprint.structure()), blueprint.predicted())
                : 0;
    }

    private static long perceptron(Blueprint blueprint, NetworkSpec network) {
        long parameters = 0;
        long width = blueprint.input(network.input()).size(blueprint.structure());
        for (int units : blueprint.structure().hidden(network.name())) {
            parameters += affine(width, units);
            width = units;
        }
        return parameters + affine(width, network.outputs());
    }

    private static long affine(long inputs, long outputs) {
        return (inputs + 1) * outputs;
    }
}
