package dev.espalier.cli.report.page;

import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Node;
import dev.espalier.cli.report.runs.ChangedSettings;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.TaskResults;
import java.util.ArrayList;
import java.util.List;

/** A table of all runs with seed, score, commit, machine and changed settings. */
final class RunTable {

    private static final int COMMIT_DIGITS = 10;

    private RunTable() {}

    static Node of(List<TaskResults> tasks) {
        var table = new Table("Runs of this report");
        table.columns(
                "Run",
                "Task",
                "Method",
                "Seed",
                "Steps",
                "Last evaluation",
                "Best of the last 20 %",
                "Commit",
                "Machine",
                "Settings other than the preset's");
        for (TaskResults task : tasks) {
            task.groups().forEach(group -> group.runs().forEach(run -> table.row(run.name(), cells(task, run))));
        }
        return table.element();
    }

    private static List<Element> cells(TaskResults task, RecordedRun run) {
        List<String> changed = ChangedSettings.of(run).stream()
                .map(ChangedSettings.Change::toString)
                .toList();
        List<Element> cells = new ArrayList<>();
        cells.add(Table.cell(task.name()));
        cells.add(Table.cell(run.kind()));
        cells.add(Table.number(Long.toString(run.seed())));
        cells.add(Table.number(Steps.of(run)));
        cells.add(Table.number(Numbers.score(
                run.evaluations().last().value(), run.evaluations().last().lostEpisodes())));
        cells.add(Table.number(Numbers.score(
                run.evaluations().lastFifth().best(),
                run.evaluations().lastFifth().fewestLost())));
        cells.add(Table.cell(String.join(
                ", ", run.commits().stream().map(RunTable::shortened).toList())));
        cells.add(Table.cell(run.machines().isEmpty() ? "not recorded" : String.join("; ", run.machines())));
        cells.add(Table.cell(changed.isEmpty() ? "none" : String.join(", ", changed)));
        return cells;
    }

    /** The first digits of a commit; a suffix, as for a changed work tree, is kept. */
    private static String shortened(String commit) {
        return commit.replaceFirst("^(\\p{XDigit}{" + COMMIT_DIGITS + "})\\p{XDigit}*", "$1");
    }
}
