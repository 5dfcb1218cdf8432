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
 * A number of parameters that a run is to end with, and the way there: a path from the size at the start to the target, and the
 * pressure that holds the expected size on it.
 */
final class Budget {

    /** What is counted. */
    enum Kind {
        /** What acts. */
        DEPLOYED,
        /** All networks. */
        TRAINED;

        ComplexityCost cost(Blueprint blueprint) {
            return this == DEPLOYED ? ParameterCosts.deployed(blueprint) : ParameterCosts.trained(blueprint);
        }

        /** The layers whose units are counted: those from which any may be removed. */
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

        /** Of the setting, and of what is logged: {@code deployed}. */
        String key() {
            return this == DEPLOYED ? "deployed" : "trained";
        }
    }

    /** Of the phase in which theta is free: then the path is at its end, and units have the rest of the phase to settle in. */
    private static final double PATH_SHARE = 0.75;

    /** Of the target: what may stay for good before the last cut, which needs units to choose from. */
    private static final double OPEN_SHARE = 0.98;

    private final Kind kind;
    private final List<UnitLayer> layers;
    private final ComplexityCost cost;
    private final ComplexityCost pricedBy;
    private final double startPrice;
    private final SizePath path;
    private final PressureControl control;

    /**
     * A budget at the start of a run.
     *
     * @throws InvalidSettingException if the target cannot be reached by removing units
     */
    Budget(Kind kind, int target, Blueprint blueprint, PruneConfig config) {
        this.kind = kind;
        layers = kind.layers(blueprint);
        cost = kind.cost(blueprint);
        pricedBy = config.isPriceUniform() ? ComplexityCost.ofUnits(layers) : cost;
        startPrice = pricedBy.value(blueprint.structure()::units);
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

    /** The number of parameters that are counted. */
    private long size(Structure structure) {
        return (long) cost.value(structure::units);
    }

    Kind kind() {
        return kind;
    }

    /** The layers whose units are counted. */
    List<UnitLayer> layers() {
        return layers;
    }

    /** The size that is wanted at a time of the run. */
    double wanted(double progress) {
        return path.at(progress);
    }

    double pressure() {
        return control.pressure();
    }

    /** Whether the path has all but come to its end. */
    boolean isNearTarget(double progress) {
        return path.time(progress) >= 0.75;
    }

    /** What a unit of a layer is to pay: {@code p dC/dS_l / C(start)}. */
    Map<UnitLayer, Double> price(ToDoubleFunction<UnitLayer> expected) {
        Map<UnitLayer, Double> price = pricedBy.slopes(layers, expected);
        price.replaceAll((_, slope) -> control.pressure() * slope / startPrice);
        return price;
    }

    /** Lets the pressure follow the expected size. */
    void control(ToDoubleFunction<UnitLayer> expected, double progress) {
        control.step(cost.value(expected), path.at(progress));
    }

    /**
     * What is to go so that no more is left than the path wants.
     *
     * @param scores of units, of these layers and others
     */
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

    /** Whether a structure, of units that stay for good, leaves room for others below the target. */
    boolean hasRoom(Structure structure) {
        return size(structure) <= OPEN_SHARE * path.target();
    }

    /** Whether there is more than the target. */
    boolean isOverrun(Structure structure) {
        return size(structure) > path.target();
    }

    /** Whether there is clearly more than is wanted. */
    boolean isExceeded(Structure structure, double progress) {
        return size(structure) > 1.01 * path.at(progress);
    }

    float[] state() {
        return control.state();
    }
}
