package dev.espalier.cli.report.runs;

import dev.espalier.cli.report.runs.Curve.Point;
import dev.espalier.cli.text.RootLocale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs of one task that differ only in their seed: one curve in a figure.
 *
 * @param label kind of run; if several groups share it, with the settings that distinguish them, or a run of it
 * @param runs at least one, in the order of seeds
 */
public record SeedGroup(String label, List<RecordedRun> runs) {

    private record Key(String kind, SortedMap<String, String> settings) {}

    public SeedGroup {
        runs = List.copyOf(runs);
    }

    /**
     * Groups the runs of one task, in the order of first occurrence.
     *
     * @throws ReportException if two runs have the same seed and settings, or share no step
     */
    public static List<SeedGroup> of(List<RecordedRun> runs) {
        Map<Key, List<RecordedRun>> groups = runs.stream()
                .collect(Collectors.groupingBy(
                        run -> new Key(run.kind(), run.settings()), LinkedHashMap::new, Collectors.toList()));
        List<SeedGroup> result = new ArrayList<>();
        groups.forEach((key, members) -> {
            List<RecordedRun> sorted = members.stream()
                    .sorted(Comparator.comparingLong(RecordedRun::seed))
                    .toList();
            requireDifferentSeeds(sorted);
            var group = new SeedGroup(label(key, List.copyOf(groups.keySet())), sorted);
            if (group.evaluations(1).isEmpty()) {
                throw new ReportException("%s: these runs share no step at which they were evaluated"
                        .formatted(sorted.stream()
                                .map(run -> run.directory().root().toString())
                                .collect(Collectors.joining(", "))));
            }
            result.add(group);
        });
        return distinct(result);
    }

    private static void requireDifferentSeeds(List<RecordedRun> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            RecordedRun run = sorted.get(i);
            RecordedRun before = sorted.get(i - 1);
            if (run.seed() == before.seed()) {
                throw new ReportException(RootLocale.format(
                        "%s and %s are the same run twice: %s, %s, seed %d; leave one out",
                        before.directory().root(), run.directory().root(), run.env(), run.kind(), run.seed()));
            }
        }
    }

    /** The kind of a group, and the settings in which it differs from others of its kind. */
    private static String label(Key key, List<Key> all) {
        List<SortedMap<String, String>> rivals = all.stream()
                .filter(other -> other.kind().equals(key.kind()))
                .map(Key::settings)
                .toList();
        return key.kind() + new DifferingSettings(key.settings(), rivals, _ -> false).inBrackets();
    }

    /** Groups whose labels are equal, as one lacks the settings in which they differ, also get the name of a run. */
    private static List<SeedGroup> distinct(List<SeedGroup> groups) {
        List<String> labels = groups.stream().map(SeedGroup::label).toList();
        List<SeedGroup> distinct = new ArrayList<>();
        for (SeedGroup group : groups) {
            boolean alone = Collections.frequency(labels, group.label()) == 1;
            String run = RootLocale.format(
                    " (%d: %s)", distinct.size() + 1, group.runs().getFirst().name());
            distinct.add(alone ? group : new SeedGroup(group.label() + run, group.runs()));
        }
        return distinct;
    }

    /**
     * The evaluations of all seeds at the steps that every seed has reached, so that averages are over the same runs.
     *
     * @param window window of the moving mean of each curve, in evaluations
     * @return by step, in order, one value per seed
     */
    public SequencedMap<Long, double[]> evaluations(int window) {
        SequencedMap<Long, List<Double>> values = new TreeMap<>();
        for (RecordedRun run : runs) {
            for (Point point : run.evaluations().movingMean(window).points()) {
                values.computeIfAbsent(point.step(), _ -> new ArrayList<>()).add(point.value());
            }
        }
        SequencedMap<Long, double[]> shared = new LinkedHashMap<>();
        values.forEach((step, seeds) -> {
            if (seeds.size() == runs.size()) {
                shared.put(step, seeds.stream().mapToDouble(Double::doubleValue).toArray());
            }
        });
        return shared;
    }

    /** The last evaluated step of any seed. */
    public long lastStep() {
        return runs.stream()
                .mapToLong(run -> run.evaluations().last().step())
                .max()
                .orElseThrow();
    }
}
