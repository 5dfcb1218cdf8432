package dev.espalier.cli.report.figure;

import dev.espalier.agent.Blueprint;
import dev.espalier.agent.ParameterCount;
import dev.espalier.cli.report.runs.PlannedNetworks;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.RunSizes;
import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.prune.Structure;
import dev.espalier.run.Blueprints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * The sizes of a task's runs as drawings. The presets that they are compared with need no run: their networks follow from
 * their settings. Numbers of several seeds are means.
 */
public final class SizeDrawings {

    private static final String BIG = "ofe-big";

    private SizeDrawings() {}

    /** Fig. 4; empty if this version does not know the task or no sizes are known. */
    public static Optional<Drawing> tiles(TaskResults task) {
        SequencedMap<String, Map<String, Long>> yardsticks = new LinkedHashMap<>();
        for (String preset : List.of(Blueprints.REFERENCE_PRESET, BIG)) {
            PlannedNetworks.ofPreset(task.env(), preset)
                    .ifPresent(blueprint ->
                            yardsticks.put(preset, ParameterCount.of(blueprint).networks()));
        }
        List<SizeTiles.Row> rows = new ArrayList<>();
        task.groups().forEach(group -> row(group).ifPresent(rows::add));
        if (yardsticks.isEmpty() || rows.isEmpty()) {
            return Optional.empty();
        }
        List<String> labels = rows.stream().map(SizeTiles.Row::label).toList();
        yardsticks.forEach((preset, networks) -> {
            if (!labels.contains(preset)) {
                Map<String, Double> parameters = new LinkedHashMap<>();
                networks.forEach((network, count) -> parameters.put(network, (double) count));
                rows.add(new SizeTiles.Row(preset + " (preset, no run)", parameters));
            }
        });
        List<String> networks = yardsticks.firstEntry().getValue().keySet().stream()
                .filter(network -> !network.equals(ParameterCount.PREDICTOR))
                .toList();
        return Optional.of(new SizeTiles(task.env(), networks, rows, yardsticks));
    }

    private static Optional<SizeTiles.Row> row(SeedGroup group) {
        Map<String, Double> parameters = new LinkedHashMap<>();
        for (RecordedRun run : group.runs()) {
            Optional<ParameterCount> count = RunSizes.of(run);
            if (count.isEmpty()) {
                return Optional.empty();
            }
            count.get()
                    .networks()
                    .forEach((network, number) -> parameters.merge(
                            network, (double) number / group.runs().size(), Double::sum));
        }
        return Optional.of(new SizeTiles.Row(group.label(), parameters));
    }

    /** Fig. 5; empty if no run prunes extractors, or this version does not know the task. */
    public static Optional<Drawing> bars(TaskResults task) {
        List<UnitBars.Row> rows = new ArrayList<>();
        for (SeedGroup group : task.groups()) {
            boolean drawn = group.runs().stream().allMatch(SizeDrawings::prunesExtractors);
            if (drawn) {
                rows.add(new UnitBars.Row(
                        group.label(),
                        new UnitBars.Halves(mean(group, Blueprint.PHI_O), mean(group, Blueprint.PHI_OA))));
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : PlannedNetworks.ofPreset(task.env(), BIG).map(blueprint -> {
                    Structure full = blueprint.structure();
                    var halves = new UnitBars.Halves(
                            numbers(full.hidden(Blueprint.PHI_O)), numbers(full.hidden(Blueprint.PHI_OA)));
                    return new UnitBars(task.env(), halves, rows);
                });
    }

    private static boolean prunesExtractors(RecordedRun run) {
        return run.prunes()
                && run.structure() != null
                && run.structure()
                        .structure()
                        .hidden()
                        .keySet()
                        .containsAll(List.of(Blueprint.PHI_O, Blueprint.PHI_OA));
    }

    private static List<Double> mean(SeedGroup group, String network) {
        List<List<Integer>> seeds = group.runs().stream()
                .map(run -> Objects.requireNonNull(run.structure()).structure().hidden(network))
                .toList();
        return IntStream.range(0, seeds.getFirst().size())
                .mapToObj(layer -> seeds.stream()
                        .mapToInt(units -> units.get(layer))
                        .average()
                        .orElseThrow())
                .toList();
    }

    private static List<Double> numbers(List<Integer> units) {
        return units.stream().map(Integer::doubleValue).toList();
    }
}
