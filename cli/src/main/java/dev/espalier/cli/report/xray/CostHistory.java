package dev.espalier.cli.report.xray;

import dev.espalier.architecture.ComplexityCosts;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.prune.ComplexityCost;
import dev.espalier.prune.UnitLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * The complexity cost of a run's networks over time, section 3.2 of the paper: the actual cost of the units that exist,
 * and the expected cost, with theta in place of each unit. For the extractors it is {@code C_OFE} (27), which weights
 * critics and phi_oa by gamma; for a network of the agent it is (31). Without extractors there is no {@code C_OFE}.
 *
 * @param parts the extractors, then each network of the agent
 * @param rounded whether theta ends before the run does, since gates were rounded
 */
record CostHistory(List<Part> parts, boolean rounded) {

    /**
     * The cost of one objective, in weights.
     *
     * @param actual cost of the units that exist
     * @param expected cost with theta; empty if theta was not recorded
     */
    record Part(String name, List<StepValue> actual, List<StepValue> expected) {

        Part {
            actual = List.copyOf(actual);
            expected = List.copyOf(expected);
        }
    }

    CostHistory {
        parts = List.copyOf(parts);
    }

    static CostHistory of(PrunedRun run) {
        var costs = new ComplexityCosts(run.start(), run.setting("prune.kappa"), run.setting("prune.gamma"));
        List<Part> parts = new ArrayList<>();
        if (run.start().hasExtractors()) {
            parts.add(part("extractors (C_OFE)", costs.extractors(), run));
        }
        for (NetworkSpec network : run.start().networks()) {
            parts.add(part(network.name(), costs.network(network), run));
        }
        return new CostHistory(parts, run.gatesWereRounded());
    }

    private static Part part(String name, ComplexityCost cost, PrunedRun run) {
        List<StepValue> actual = new ArrayList<>();
        for (UnitHistory.Moment moment : Samples.ofLine(run.history().moments())) {
            actual.add(new StepValue(moment.step(), cost.value(layer -> units(moment.units(), layer))));
        }
        List<StepValue> expected = new ArrayList<>();
        for (ThetaCurves.Moment moment : Samples.ofLine(run.theta().moments())) {
            expected.add(new StepValue(moment.step(), cost.value(moment::expectedUnits)));
        }
        return new Part(name, actual, expected);
    }

    private static double units(SequencedMap<UnitLayer, Integer> units, UnitLayer layer) {
        return units.getOrDefault(layer, 0);
    }
}
