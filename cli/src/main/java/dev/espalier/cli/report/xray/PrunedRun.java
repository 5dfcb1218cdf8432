package dev.espalier.cli.report.xray;

import dev.espalier.architecture.Blueprint;
import dev.espalier.cli.report.runs.PlannedNetworks;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.prune.Structure;
import dev.espalier.run.files.StructureFile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a run that prunes.
 *
 * @param start its networks before pruning
 * @param left units of every layer at the last log row
 * @param history units of every layer over time; empty if not recorded
 * @param fallen units removed up to the last log row; null if not recorded
 * @param theta theta of every unit over time; empty if not recorded
 * @param inputs how strongly each entry of the observation is used; null if not recorded
 */
public record PrunedRun(
        RecordedRun run,
        Blueprint start,
        Structure left,
        UnitHistory history,
        @Nullable List<FallenUnit> fallen,
        ThetaCurves theta,
        @Nullable ReadInputs inputs) {

    public PrunedRun {
        fallen = fallen == null ? null : List.copyOf(fallen);
    }

    /**
     * Reads the logs of pruning.
     *
     * @return empty if the run does not prune, has no {@code structure.json}, or its task or preset is unknown
     * @throws ReportException if a log is damaged, or does not fit the networks
     */
    public static Optional<PrunedRun> read(RecordedRun run) {
        StructureFile recorded = run.structure();
        if (!run.prunes() || recorded == null) {
            return Optional.empty();
        }
        Structure left = recorded.structure();
        return PlannedNetworks.atStart(run).map(start -> {
            requireFit(run, start.structure(), left);
            var pruned = new PrunedRun(
                    run,
                    start,
                    left,
                    UnitHistory.read(run.directory().progress()),
                    FallenUnit.read(run.directory().pruneEvents()),
                    ThetaCurves.read(run.directory().thetaHistory()),
                    ReadInputs.read(run.directory().inputs()));
            pruned.requireKnownUnits();
            pruned.requireFittingInputs();
            return pruned.until(recorded.step());
        });
    }

    /** Drops removals after a step, as a running training writes events before its structure file. */
    private PrunedRun until(long step) {
        List<FallenUnit> before = fallen == null
                ? null
                : fallen.stream().filter(unit -> unit.step() <= step).toList();
        ThetaCurves ofAll = before == null ? theta : theta.withUngated(start.structure(), before);
        return new PrunedRun(run, start, left, history, before, ofAll, inputs);
    }

    private void requireFittingInputs() {
        if (inputs != null && inputs.weights().size() != start.observationSize()) {
            throw new ReportException(RootLocale.format(
                    "%s: inputs has %d entries, but an observation of %s has %d; restore the file",
                    run.directory().inputs(), inputs.weights().size(), run.env(), start.observationSize()));
        }
    }

    /** Whether the run went on after its gates were rounded, where theta ends. */
    boolean gatesWereRounded() {
        if (theta.moments().isEmpty() || !run.settings().containsKey("prune.round_at")) {
            return false;
        }
        long end = run.evaluations().last().step();
        double share = setting("prune.round_at");
        return end >= share * (double) run.plannedSteps()
                && theta.moments().getLast().step() < end;
    }

    /**
     * The value of a numeric setting.
     *
     * @throws ReportException if it is not a number
     */
    double setting(String key) {
        String value = run.settings().getOrDefault(key, "missing");
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new ReportException(
                    "%s: %s must be a number, but is %s"
                            .formatted(run.directory().config(), key, value),
                    e);
        }
    }

    private static void requireFit(RecordedRun run, Structure start, Structure left) {
        boolean fits = left.hidden().keySet().equals(start.hidden().keySet())
                && left.layers().stream()
                        .allMatch(layer -> start.layers().contains(layer) && left.units(layer) <= start.units(layer));
        if (!fits) {
            throw new ReportException(
                    "%s: layers %s cannot be what is left of %s, which config.yml beside it says; restore the files"
                            .formatted(run.directory().structure(), left.hidden(), start.hidden()));
        }
    }

    private void requireKnownUnits() {
        Structure structure = start.structure();
        if (fallen != null) {
            for (FallenUnit unit : fallen) {
                if (!structure.layers().contains(unit.layer()) || unit.position() >= structure.units(unit.layer())) {
                    throw new ReportException(RootLocale.format(
                            "%s: there is no unit %d in %s of the networks that config.yml describes; restore the file",
                            run.directory().pruneEvents(), unit.position(), unit.layer()));
                }
            }
        }
        for (ThetaCurves.Moment moment : theta.moments()) {
            moment.layers().forEach((layer, units) -> {
                boolean known = structure.layers().contains(layer) && units.last() < structure.units(layer);
                if (!known) {
                    throw new ReportException(RootLocale.format(
                            "%s: %s at step %d has units that the networks in config.yml do not have; restore the file",
                            run.directory().thetaHistory(), layer, moment.step()));
                }
            });
        }
    }
}
