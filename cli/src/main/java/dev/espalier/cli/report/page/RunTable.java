package dev.espalier.cli.report.page;

import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Node;
import dev.espalier.cli.report.runs.ChangedSettings;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.TaskResults;
import java.util.List;

/** A table of all runs with seed, score, commit, machine and changed settings. */
final class RunTable {

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
        return List.of(
                Table.cell(task.name()),
                Table.cell(run.kind()),
                Table.number(Long.toString(run.seed())),
                Table.number(Steps.of(run)),
                Table.number(Numbers.score(
                        run.evaluations().last().value(),
                        run.evaluations().last().lostEpisodes())),
                Table.number(Numbers.score(
                        run.evaluations().lastFifth().best(),
                        run.evaluations().lastFifth().fewestLost())),
                Table.cell(String.join(
                        ", ", run.commits().stream().map(RecordedRun::shortened).toList())),
                Table.cell(run.machines().isEmpty() ? "not recorded" : String.join("; ", run.machines())),
                Table.cell(changed.isEmpty() ? "none" : String.join(", ", changed)));
    }
}
