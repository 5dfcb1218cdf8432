package dev.espalier.architecture;

import dev.espalier.prune.ComplexityCost;
import dev.espalier.prune.UnitLayer;

/**
 * The complexity costs of a blueprint's networks, section 3.2 of the paper. The costs refer to layers, not to their
 * sizes, so they stay valid while the layers shrink.
 *
 * @param blueprint the networks
 * @param kappa cost of a unit in addition to its weights, at least 0
 * @param gamma weight of networks that only learning needs, relative to deployed ones, in [0, 1]
 */
public record ComplexityCosts(Blueprint blueprint, double kappa, double gamma) {

    /**
     * {@code C_OFE}, equation (27): the cost of the units of phi_o and phi_oa, in the extractors and in the networks
     * that read them. Deployed parts, phi_o and the policy's first stage, count fully; the rest is multiplied by gamma.
     *
     * @throws IllegalStateException if the agent has no extractors
     */
    public ComplexityCost extractors() {
        if (!blueprint.hasExtractors()) {
            throw new IllegalStateException("an agent without extractors has no C_OFE");
        }
        ComplexityCost deployed =
                ComplexityCost.denseNet(blueprint.observation(), blueprint.phiO(), kappa, blueprint.diagonals());
        ComplexityCost learning = ComplexityCost.denseNet(
                        blueprint.stateFeaturesAndAction(), blueprint.phiOa(), kappa, blueprint.diagonals())
                .plus(ComplexityCost.linear(blueprint.pairFeatures(), blueprint.predicted()));
        for (NetworkSpec network : blueprint.networks()) {
            switch (network.role()) {
                case POLICY -> deployed = deployed.plus(firstStage(network));
                case CRITIC -> learning = learning.plus(firstStage(network));
            }
        }
        return deployed.plus(learning.times(gamma));
    }

    /** {@code C_m1}, equation (24). */
    private ComplexityCost firstStage(NetworkSpec network) {
        UnitLayer first = blueprint.structure().layers(network.name()).getFirst();
        return ComplexityCost.firstStage(blueprint.input(network.input()), first);
    }

    /**
     * {@code C_m}, equation (31). It contains the extractors' units as the width of the network's input; the training
     * of network m uses only the slopes of its own layers.
     */
    public ComplexityCost network(NetworkSpec network) {
        return ComplexityCost.mlp(
                blueprint.input(network.input()),
                blueprint.structure().layers(network.name()),
                network.outputs(),
                kappa);
    }
}
