package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.figure.Figure;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The figures of one pruned run, without the data behind them, so that memory holds one run's histories at a time.
 *
 * @param unitsAtStart units of all layers before pruning
 * @param unitsLeft units of all layers at the last log row
 * @param figures figures of all that was recorded
 * @param ending distance of the last sizes from their targets, as text; empty without a target
 * @param missing what was not recorded, as texts
 */
public record Xray(
        RecordedRun run, int unitsAtStart, int unitsLeft, List<Figure> figures, String ending, List<String> missing) {

    public Xray {
        figures = List.copyOf(figures);
        missing = List.copyOf(missing);
    }

    /**
     * Draws all that was recorded.
     *
     * @param name name of the run in file names
     */
    public static Xray of(PrunedRun run, String name) {
        List<Figure> figures = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        String prefix = "xray-" + name;
        figures.add(Figure.of(prefix + "-units", "Units of every layer", new Survivors(run)));
        if (run.theta().moments().isEmpty()) {
            missing.add("Histories of theta: not recorded (there is no theta_history.jsonl).");
        } else {
            figures.add(Figure.of(
                    prefix + "-theta",
                    "Theta along the run",
                    new ThetaMap(layers(run), run.theta(), run.gatesWereRounded())));
        }
        if (run.inputs() == null) {
            missing.add("Observation entries that are still read: not recorded (there is no inputs.json).");
        } else {
            figures.add(
                    Figure.of(prefix + "-inputs", "Observation entries that are read", new InputBars(run.inputs())));
        }
        if (run.history().moments().isEmpty()) {
            missing.add("Cost along the run: not recorded (progress.csv has no units of layers).");
        } else {
            figures.add(
                    Figure.of(prefix + "-cost", "Complexity cost along the run", new CostLines(CostHistory.of(run))));
        }
        TargetHistory targets = TargetHistory.of(run);
        if (!targets.parts().isEmpty()) {
            figures.add(Figure.of(prefix + "-path", "Size on the way to the target", new TargetLines(targets)));
        } else if (TargetHistory.hasTarget(run)) {
            missing.add("Size on the way to the target: not recorded (progress.csv has no sizes that were wanted).");
        }
        if (run.fallen() == null) {
            missing.add("What removed units gave and cost: not recorded (there is no prune_events.jsonl).");
        } else if (run.fallen().isEmpty()) {
            missing.add("What removed units gave and cost: no unit has been removed.");
        } else {
            figures.add(Figure.of(
                    prefix + "-fallen",
                    "Removed units: given against cost",
                    new FallenScatter(
                            List.copyOf(run.start().structure().hidden().keySet()), run.fallen())));
        }
        return new Xray(
                run.run(), units(run.start().structure()), units(run.left()), figures, targets.ending(), missing);
    }

    private static int units(Structure structure) {
        return structure.layers().stream().mapToInt(structure::units).sum();
    }

    private static SequencedMap<UnitLayer, Integer> layers(PrunedRun run) {
        SequencedMap<UnitLayer, Integer> layers = new LinkedHashMap<>();
        run.start()
                .structure()
                .layers()
                .forEach(layer -> layers.put(layer, run.start().structure().units(layer)));
        return layers;
    }
}
