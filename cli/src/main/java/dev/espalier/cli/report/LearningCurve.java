package dev.espalier.cli.report;

import dev.espalier.cli.report.figure.CurveChart;
import dev.espalier.cli.report.figure.Figure;
import dev.espalier.cli.report.figure.Fonts;
import dev.espalier.cli.report.runs.Curve.Point;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.summary.Summary;
import dev.espalier.cli.text.Thousands;
import dev.espalier.env.Environments;
import java.nio.file.Path;
import java.util.List;

/** The learning curve of a single run, as a picture and as text. */
public final class LearningCurve {

    private final RecordedRun run;
    private final byte[] picture;

    private LearningCurve(RecordedRun run, byte[] picture) {
        this.run = run;
        this.picture = picture;
    }

    /**
     * Reads a run and draws its curve.
     *
     * @throws ReportException if the run's files cannot be used, it has no evaluations yet, or this system cannot draw
     */
    public static LearningCurve of(Path directory) {
        RecordedRun run = RecordedRun.read(directory);
        Fonts.require();
        var drawings = CurveChart.of(TaskResults.of(List.of(run), List.of(), List.of()), 1);
        var figure = Figure.of(
                Summary.picture(run.env()),
                "Learning curve on " + Environments.name(run.env()),
                drawings.firstEntry().getValue());
        return new LearningCurve(run, figure.png());
    }

    /** The picture, as a PNG. */
    public byte[] png() {
        return picture.clone();
    }

    /** An alternative text: where the curve begins and ends. */
    public String description() {
        Point first = run.evaluations().points().getFirst();
        Point last = run.evaluations().last();
        return "Learning curve on %s: mean return of the evaluations during training, %s at step %s and %s at step %s"
                .formatted(
                        Environments.name(run.env()),
                        Thousands.of(first.value(), 1),
                        Thousands.of(first.step()),
                        Thousands.of(last.value(), 1),
                        Thousands.of(last.step()));
    }
}
