package dev.espalier.cli.report.page;

import dev.espalier.cli.report.runs.PaperValues;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.SeedGroup;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.text.RootLocale;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Warnings for the comparison of a task's numbers: few seeds, short runs, different rules. */
final class Caveats {

    /** With fewer seeds, intervals are called rough. */
    private static final int ENOUGH_SEEDS = 5;

    private Caveats() {}

    static List<String> of(PaperValues paper, TaskResults task) {
        List<String> caveats = new ArrayList<>();
        String single = task.groups().stream()
                .filter(group -> group.runs().size() == 1)
                .map(SeedGroup::label)
                .collect(Collectors.joining(", "));
        if (!single.isEmpty()) {
            caveats.add(
                    "One seed each, so no interval exists and no difference in score is established: " + single + ".");
        }
        String few = task.groups().stream()
                .filter(group -> group.runs().size() > 1 && group.runs().size() < ENOUGH_SEEDS)
                .map(group ->
                        RootLocale.format("%s (%d)", group.label(), group.runs().size()))
                .collect(Collectors.joining(", "));
        if (!few.isEmpty()) {
            caveats.add(RootLocale.format(
                    "Fewer than %d seeds, so intervals are rough and a small difference in score is not established: %s.",
                    ENOUGH_SEEDS, few));
        }
        List<RecordedRun> runs =
                task.groups().stream().flatMap(group -> group.runs().stream()).toList();
        long going = runs.stream().filter(run -> !run.finished()).count();
        if (going > 0) {
            caveats.add(RootLocale.format(
                    "Not at their end: %d of %d runs. Their numbers are of the steps so far.", going, runs.size()));
        }
        String lossy = runs.stream()
                .filter(run -> run.evaluations().lostEpisodes() > 0)
                .map(run -> RootLocale.format(
                        "%s (%d)", run.name(), run.evaluations().lostEpisodes()))
                .collect(Collectors.joining(", "));
        if (!lossy.isEmpty()) {
            caveats.add("The simulator gave up evaluation episodes; what they had brought until then counts: " + lossy
                    + ". An asterisk marks each number that such evaluations are part of.");
        }
        List<Long> ends = runs.stream()
                .map(run -> run.evaluations().last().step())
                .distinct()
                .sorted()
                .toList();
        if (ends.size() > 1) {
            caveats.add(
                    "Runs of different length, from %s to %s steps, stand in one table: compare only those of the same."
                            .formatted(Numbers.whole(ends.getFirst()), Numbers.whole(ends.getLast())));
        }
        paper.task(task.env())
                .ifPresentOrElse(
                        known -> againstPaper(known, task, ends, caveats),
                        () -> caveats.add("The paper has no such task; there is nothing of it to lay beside."));
        return caveats;
    }

    private static void againstPaper(PaperValues.Task known, TaskResults task, List<Long> ends, List<String> caveats) {
        if (ends.getFirst() < known.steps()) {
            String first = Numbers.whole(ends.getFirst());
            String steps = ends.size() == 1 ? first : "from %s to %s".formatted(first, Numbers.whole(ends.getLast()));
            caveats.add(
                    "Short runs: %s steps, where a full one has %s. Networks shrink and scores rise for longer than that."
                            .formatted(steps, Numbers.whole(known.steps())));
        }
        if (ends.getLast() > known.steps()) {
            caveats.add("Long runs: up to %s steps, where the paper's have %s."
                    .formatted(Numbers.whole(ends.getLast()), Numbers.whole(known.steps())));
        }
        if (!task.env().equals(known.id())) {
            caveats.add("The paper used %s, another version of %s, so its scores are shown for orientation alone."
                    .formatted(known.id(), task.env()));
        }
    }
}
