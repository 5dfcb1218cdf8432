package dev.espalier.cli.report;

import dev.espalier.cli.report.figure.CurveChart;
import dev.espalier.cli.report.figure.Drawing;
import dev.espalier.cli.report.figure.Figure;
import dev.espalier.cli.report.figure.ScoreChart;
import dev.espalier.cli.report.figure.SizeDrawings;
import dev.espalier.cli.report.page.TaskFigures;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.summary.SizeScores;
import dev.espalier.cli.report.summary.Summary;
import dev.espalier.cli.report.xray.PrunedRun;
import dev.espalier.cli.report.xray.Xray;
import dev.espalier.env.Environments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws all figures of a report, with unique names. */
final class Figures {

    /** Names in use, as two runs may have folders of the same name. */
    private final Set<String> names = new HashSet<>();

    private Figures() {}

    /**
     * Draws the figures of each task, in the order of the tasks.
     *
     * @param smooth window of the moving mean of learning curves, in evaluations
     */
    static List<TaskFigures> of(List<TaskResults> tasks, int smooth) {
        var figures = new Figures();
        Map<String, Drawing> curves = CurveChart.of(tasks, smooth);
        Map<String, Drawing> scores = ScoreChart.of(tasks);
        List<TaskFigures> all = new ArrayList<>();
        for (TaskResults task : tasks) {
            all.add(figures.draw(task, Objects.requireNonNull(curves.get(task.env())), scores.get(task.env())));
        }
        return all;
    }

    private TaskFigures draw(TaskResults task, Drawing curves, @Nullable Drawing scores) {
        String env = task.env();
        return new TaskFigures(
                Figure.of(Summary.picture(env), "Learning curves of " + task.name(), curves),
                figure(SizeScores.picture(env), "Score against deployed parameters on " + task.name(), scores),
                figure(
                        "sizes-" + Environments.fileName(env),
                        "Size of every network on " + task.name(),
                        SizeDrawings.tiles(task).orElse(null)),
                figure(
                        "units-" + Environments.fileName(env),
                        "Units left in the extractors on " + task.name(),
                        SizeDrawings.bars(task).orElse(null)),
                task.groups().stream()
                        .flatMap(group -> group.runs().stream())
                        .flatMap(run -> PrunedRun.read(run).stream())
                        .map(run -> Xray.of(run, name(run.run())))
                        .toList());
    }

    private static @Nullable Figure figure(String name, String title, @Nullable Drawing drawing) {
        return drawing == null ? null : Figure.of(name, title, drawing);
    }

    /** A unique name of a run for file names. */
    private String name(RecordedRun run) {
        String plain = run.name().replaceAll("[^\\w.-]", "_");
        String name = plain;
        for (int again = 2; !names.add(name); again++) {
            name = plain + "-" + again;
        }
        return name;
    }
}
