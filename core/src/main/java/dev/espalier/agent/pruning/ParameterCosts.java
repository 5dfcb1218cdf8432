package dev.espalier.agent.pruning;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.architecture.NetworkSpec.Role;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.prune.Axis;
import dev.espalier.prune.ComplexityCost;
import java.util.List;

/**
 * The {@link ParameterCount} as costs: for a structure they give the exact number of parameters, for expected units the
 * expected number and its slopes.
 */
final class ParameterCosts {

    /** The bias and four parameters of batch norm. */
    private static final double EXTRACTOR_UNIT = 5;

    /** The bias. */
    private static final double UNIT = 1;

    private ParameterCosts() {}

    /** The cost of the deployed networks: phi_o and the policy. */
    static ComplexityCost deployed(Blueprint blueprint) {
        ComplexityCost cost = extractor(blueprint, true);
        for (NetworkSpec network : blueprint.networks()) {
            if (network.role() == Role.POLICY) {
                cost = cost.plus(perceptron(blueprint, network));
            }
        }
        return cost;
    }

    /** The cost of all networks. */
    static ComplexityCost trained(Blueprint blueprint) {
        ComplexityCost cost = extractor(blueprint, true).plus(extractor(blueprint, false));
        if (blueprint.hasExtractors()) {
            cost = cost.plus(
                    ComplexityCost.linear(blueprint.pairFeatures().then(Axis.fixed(1)), blueprint.predicted()));
        }
        for (NetworkSpec network : blueprint.networks()) {
            cost = cost.plus(perceptron(blueprint, network));
        }
        return cost;
    }

    private static ComplexityCost extractor(Blueprint blueprint, boolean ofStates) {
        if (!blueprint.hasExtractors()) {
            return new ComplexityCost(List.of());
        }
        return ofStates
                ? ComplexityCost.denseNet(
                        blueprint.observation(), blueprint.phiO(), EXTRACTOR_UNIT, blueprint.diagonals())
                : ComplexityCost.denseNet(
                        blueprint.stateFeaturesAndAction(), blueprint.phiOa(), EXTRACTOR_UNIT, blueprint.diagonals());
    }

    private static ComplexityCost perceptron(Blueprint blueprint, NetworkSpec network) {
        return ComplexityCost.mlp(
                blueprint.input(network.input()),
                blueprint.structure().layers(network.name()),
                network.outputs(),
                UNIT);
    }
}
