package dev.espalier.agent.pruning;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.architecture.NetworkSpec.Role;
import dev.espalier.prune.ComplexityCost;
import dev.espalier.prune.PressureControl;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.PruningPlan;
import dev.espalier.prune.RemovalOrder;
import dev.espalier.prune.SizePath;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A budget: a target number of parameters at the end of a run, a path of sizes to it, and the pressure that keeps the
 * expected size on the path.
 */
final class Budget {

    /** The networks that a budget counts. */
    enum Kind {
        /** The deployed networks. */
        DEPLOYED,
        /** All networks. */
        TRAINED;

        ComplexityCost cost(Blueprint blueprint) {
            return this == DEPLOYED ? ParameterCosts.deployed(blueprint) : ParameterCosts.trained(blueprint);
        }

        /** The layers whose counted units may be removed. */
        List<UnitLayer> layers(Blueprint blueprint) {
            List<UnitLayer> layers = new ArrayList<>(blueprint.phiO());
            if (this == TRAINED) {
                layers.addAll(blueprint.phiOa());
            }
            for (NetworkSpec network : blueprint.networks()) {
                if (this == TRAINED || network.role() == Role.POLICY) {
                    layers.addAll(blueprint.structure().layers(network.name()));
                }
            }
            return layers;
        }

        /** Name in the settings and in logs, for example {@code deployed}. */
        String key() {
            return this == DEPLOYED ? "deployed" : "trained";
        }
    }

    /** Share of the free phase at which the path ends; units settle in the rest of the phase. */
    private static final double PATH_SHARE = 0.75;

    /** Share of the target that units which stay for good may use: the last cut needs units to choose from. */
    private static final double OPEN_SHARE = 0.98;

    /** Share of the path after which the pressure hardly rises any more, so that units may stay for good. */
    private static final double NEAR_SHARE = 0.75;

    /** How far a size may be above the wanted one before units are removed at once. */
    private static final double TOLERANCE = 0.01;

    private final Kind kind;
    private final List<UnitLayer> layers;
    private final ComplexityCost cost;
    private final ComplexityCost pricedBy;
    private final double startCost;
    private final SizePath path;
    private final PressureControl control;

    /**
     * Creates a budget at the start of a run.
     *
     * @throws InvalidSettingException if the target cannot be reached by removing units
     */
    Budget(Kind kind, int target, Blueprint blueprint, PruneConfig config) {
        this.kind = kind;
        layers = kind.layers(blueprint);
        cost = kind.cost(blueprint);
        pricedBy = config.isPriceUniform() ? ComplexityCost.ofUnits(layers) : cost;
        startCost = pricedBy.value(blueprint.structure()::units);
        requireReachable(target, blueprint.structure());
        double free = config.roundAt() - config.warmupEnd();
        path = new SizePath(
                size(blueprint.structure()), target, config.warmupEnd(), config.warmupEnd() + PATH_SHARE * free);
        control = new PressureControl(config.thetaHorizon());
    }

    private void requireReachable(int target, Structure start) {
        String key = "prune.target." + kind.key();
        long most = size(start);
        if (target > most) {
            throw new InvalidSettingException(
                    key,
                    String.format(
                            Locale.ROOT,
                            "is %d, but there are no more than %d parameters %s at the start; give less, or start with wider networks",
                            target,
                            most,
                            kind.key()));
        }
        Map<UnitLayer, Integer> fewest = new HashMap<>();
        layers.forEach(layer -> fewest.put(layer, Blueprint.mayVanish(layer) ? 0 : 1));
        long least = size(start.with(fewest));
        if (target < least) {
            throw new InvalidSettingException(
                    key,
                    String.format(
                            Locale.ROOT,
                            "is %d, but with a single unit in each hidden layer, and none in extractors, %d parameters are %s; give at least that",
                            target,
                            least,
                            kind.key()));
        }
    }

    /** Number of counted parameters. */
    private long size(Structure structure) {
        return (long) cost.value(structure::units);
    }

    Kind kind() {
        return kind;
    }

    List<UnitLayer> layers() {
        return layers;
    }

    /** The wanted size at a time of the run. */
    double wanted(double progress) {
        return path.at(progress);
    }

    double pressure() {
        return control.pressure();
    }

    /** Whether the path is almost at its end. */
    boolean isNearTarget(double progress) {
        return path.time(progress) >= NEAR_SHARE;
    }

    /** The price of a unit of each layer: {@code p dC/dS_l / C(start)}. */
    Map<UnitLayer, Double> price(ToDoubleFunction<UnitLayer> expected) {
        Map<UnitLayer, Double> price = pricedBy.slopes(layers, expected);
        price.replaceAll((_, slope) -> control.pressure() * slope / startCost);
        return price;
    }

    /** Updates the pressure from the expected size. */
    void control(ToDoubleFunction<UnitLayer> expected, double progress) {
        control.step(cost.value(expected), path.at(progress));
    }

    /** Plans the removal of units down to a wanted size by scores of units, of these layers and others. */
    PruningPlan downTo(double wanted, Structure structure, Map<UnitLayer, float[]> scores) {
        Map<UnitLayer, float[]> own = new LinkedHashMap<>();
        for (UnitLayer layer : layers) {
            float[] values = scores.get(layer);
            if (values != null) {
                own.put(layer, values);
            }
        }
        return new RemovalOrder(Blueprint::mayVanish, this::size).downTo((long) wanted, structure, own);
    }

    /** Whether a structure of units that stay for good leaves room for others below the target. */
    boolean hasRoom(Structure structure) {
        return size(structure) <= OPEN_SHARE * path.target();
    }

    /** Whether the size is above the target. */
    boolean isOverrun(Structure structure) {
        return size(structure) > path.target();
    }

    /** Whether the size is clearly above the wanted one. */
    boolean isExceeded(Structure structure, double progress) {
        return size(structure) > (1 + TOLERANCE) * path.at(progress);
    }

    float[] state() {
        return control.state();
    }
}
