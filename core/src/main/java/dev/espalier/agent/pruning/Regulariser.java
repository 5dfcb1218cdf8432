package dev.espalier.agent.pruning;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.ComplexityCosts;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.architecture.NetworkSpec.Role;
import dev.espalier.prune.ComplexityCost;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.UnitLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The regulariser of one network: the pressure on its units and the decay of its weights.
 *
 * <p>The pressure on the units of network m is {@code nu_m * Lbar_m * C_m(theta) / C_m(all units)}, with Lbar_m a
 * running mean of its loss (of another measure of its gradients for the policy) and C_m(all units) the cost at the
 * start. So nu is a pure number and means the same for every task, width and network: a unit stays while it lowers the
 * loss by a larger share than nu times its share of the cost.
 *
 * @param layers the layers whose units are under pressure
 * @param layersMayVanish whether a layer may lose all units
 * @param cost C_m, or the number of units if each has the same price
 * @param factor {@code nu_m / C_m(all units)}
 * @param lambda factor of {@code |W|^2 / 2}
 */
public record Regulariser(
        List<UnitLayer> layers, boolean layersMayVanish, ComplexityCost cost, double factor, double lambda) {

    /** The regulariser of both extractors, which share one loss; equation (27). */
    public static Regulariser ofExtractors(Blueprint blueprint, PruneConfig config) {
        List<UnitLayer> layers = new ArrayList<>(blueprint.phiO());
        layers.addAll(blueprint.phiOa());
        ComplexityCost cost = costs(blueprint, config).extractors();
        return of(layers, true, cost, config.nu().ofe(), config.lambda().ofe(), blueprint, config);
    }

    /** The regulariser of one of the agent's own networks; equation (31). */
    public static Regulariser of(NetworkSpec network, Blueprint blueprint, PruneConfig config) {
        boolean isPolicy = network.role() == Role.POLICY;
        ComplexityCost cost = costs(blueprint, config).network(network);
        double nu = isPolicy ? config.nu().policy() : config.nu().critic();
        return of(
                blueprint.structure().layers(network.name()),
                false,
                cost,
                nu,
                isPolicy ? config.lambda().policy() : config.lambda().critic(),
                blueprint,
                config);
    }

    private static Regulariser of(
            List<UnitLayer> layers,
            boolean layersMayVanish,
            ComplexityCost cost,
            double nu,
            double lambda,
            Blueprint blueprint,
            PruneConfig config) {
        ComplexityCost price = config.isPriceUniform() ? ComplexityCost.ofUnits(layers) : cost;
        return new Regulariser(layers, layersMayVanish, price, nu / price.value(blueprint.structure()::units), lambda);
    }

    private static ComplexityCosts costs(Blueprint blueprint, PruneConfig config) {
        return new ComplexityCosts(blueprint, config.kappa(), config.gamma());
    }

    /**
     * The regulariser's part of dC/dtheta for a unit of each layer, in units of Lbar:
     * {@code nu * dC/dS_l / C(all units)}.
     *
     * @param expected S_l of every layer of the agent
     */
    ToDoubleFunction<UnitLayer> price(ToDoubleFunction<UnitLayer> expected) {
        Map<UnitLayer, Double> slopes = cost.slopes(layers, expected);
        return layer -> factor * slopes.getOrDefault(layer, 0.0);
    }
}
