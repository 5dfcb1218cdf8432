package dev.espalier.cli.report.figure;

import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.cli.report.runs.PlannedNetworks;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.RunSizes;
import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.config.Presets;
import dev.espalier.prune.Structure;
import dev.espalier.run.loop.Blueprints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** Drawings of the sizes of a task's runs, as means over seeds, compared with presets, which need no runs. */
public final class SizeDrawings {

    private static final String BIG = "ofe-big";
    private static final List<String> PRESETS = List.of(Blueprints.REFERENCE_PRESET, BIG);

    private SizeDrawings() {}

    /** Fig. 4 of the paper; empty if the task is unknown or no sizes are known. */
    public static Optional<Drawing> tiles(TaskResults task) {
        SequencedMap<String, SequencedMap<String, Map<String, Long>>> yardsticks = new LinkedHashMap<>();
        task.groups()
                .forEach(group -> yardsticks.computeIfAbsent(agent(group), agent -> yardsticks(task.env(), agent)));
        List<SizeTiles.Row> rows = new ArrayList<>();
        task.groups()
                .forEach(group -> row(group, Objects.requireNonNull(yardsticks.get(agent(group))))
                        .ifPresent(rows::add));
        if (rows.isEmpty() || yardsticks.values().stream().allMatch(Map::isEmpty)) {
            return Optional.empty();
        }
        List<String> labels = rows.stream().map(SizeTiles.Row::label).toList();
        yardsticks.forEach((agent, presets) -> presets.forEach((preset, networks) -> {
            String title = Presets.title(agent, preset);
            if (!labels.contains(title)) {
                Map<String, Double> parameters = new LinkedHashMap<>();
                networks.forEach((network, count) -> parameters.put(network, (double) count));
                rows.add(new SizeTiles.Row(title + " (preset, no run)", parameters, presets));
            }
        }));
        List<String> networks = yardsticks.values().stream()
                .flatMap(presets -> presets.values().stream())
                .flatMap(counts -> counts.keySet().stream())
                .filter(network -> !network.equals(ParameterCount.PREDICTOR))
                .distinct()
                .toList();
        return Optional.of(new SizeTiles(task.name(), networks, rows, PRESETS));
    }

    private static String agent(SeedGroup group) {
        return group.runs().getFirst().agent();
    }

    /** Parameters by network of the presets that an agent is compared with. */
    private static SequencedMap<String, Map<String, Long>> yardsticks(String env, String agent) {
        SequencedMap<String, Map<String, Long>> yardsticks = new LinkedHashMap<>();
        for (String preset : PRESETS) {
            PlannedNetworks.ofPreset(env, agent, preset)
                    .ifPresent(blueprint ->
                            yardsticks.put(preset, ParameterCount.of(blueprint).networks()));
        }
        return yardsticks;
    }

    private static Optional<SizeTiles.Row> row(SeedGroup group, Map<String, Map<String, Long>> yardsticks) {
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
        return Optional.of(new SizeTiles.Row(group.label(), parameters, yardsticks));
    }

    /** Fig. 5 of the paper; empty if no run prunes extractors, or the task is unknown. */
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
                : PlannedNetworks.ofPreset(task.env(), agent(task.groups().getFirst()), BIG)
                        .map(blueprint -> {
                            Structure full = blueprint.structure();
                            var halves = new UnitBars.Halves(
                                    numbers(full.hidden(Blueprint.PHI_O)), numbers(full.hidden(Blueprint.PHI_OA)));
                            return new UnitBars(task.name(), halves, rows);
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
