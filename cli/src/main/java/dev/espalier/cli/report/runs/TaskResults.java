package dev.espalier.cli.report.runs;

import dev.espalier.env.Environments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * All results of one task.
 *
 * @param env id of the task
 * @param name its id, or the file name of a model, with a number if it is not unique
 * @param points published agents, with size and score
 */
public record TaskResults(
        String env,
        String name,
        List<SeedGroup> groups,
        List<ReferenceCurve> references,
        List<ReferencePoints.Point> points) {

    public TaskResults {
        groups = List.copyOf(groups);
        references = List.copyOf(references);
        points = List.copyOf(points);
    }

    /**
     * Groups runs and references by task, in the order of first occurrence.
     *
     * @param points may have other tasks, but each file needs one point of a run's task
     * @throws ReportException if a reference belongs to no run's task
     */
    public static List<TaskResults> of(
            List<RecordedRun> runs, List<ReferenceCurve> references, List<ReferencePoints> points) {
        Map<String, List<RecordedRun>> tasks =
                runs.stream().collect(Collectors.groupingBy(RecordedRun::env, LinkedHashMap::new, Collectors.toList()));
        for (ReferenceCurve reference : references) {
            if (!tasks.containsKey(reference.env())) {
                throw new ReportException("--reference: '%s' is of %s, but the runs are of %s"
                        .formatted(reference.name(), reference.env(), String.join(", ", tasks.keySet())));
            }
        }
        for (ReferencePoints file : points) {
            if (tasks.keySet().stream().allMatch(env -> file.of(env).isEmpty())) {
                String theirs = file.points().stream()
                        .map(ReferencePoints.Point::task)
                        .distinct()
                        .collect(Collectors.joining(", "));
                throw new ReportException(
                        "--reference-points: %s has points of %s, but the runs are of %s; leave it out"
                                .formatted(file.file(), theirs, String.join(", ", tasks.keySet())));
            }
        }
        Map<String, Long> names =
                tasks.keySet().stream().collect(Collectors.groupingBy(Environments::name, Collectors.counting()));
        List<TaskResults> results = new ArrayList<>();
        tasks.forEach((env, members) -> results.add(new TaskResults(
                env,
                Objects.equals(names.get(Environments.name(env)), 1L)
                        ? Environments.name(env)
                        : Environments.fileName(env),
                SeedGroup.of(members),
                references.stream()
                        .filter(reference -> reference.env().equals(env))
                        .toList(),
                points.stream().flatMap(file -> file.of(env).stream()).toList())));
        return results;
    }

    /** The last evaluated step of any of our runs, where figures end. */
    public long lastStep() {
        return groups.stream().mapToLong(SeedGroup::lastStep).max().orElseThrow();
    }
}
