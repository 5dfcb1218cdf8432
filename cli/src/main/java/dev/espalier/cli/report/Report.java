package dev.espalier.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.cli.report.figure.Fonts;
import dev.espalier.cli.report.page.ReportPage;
import dev.espalier.cli.report.page.TaskFigures;
import dev.espalier.cli.report.runs.PaperValues;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.ReferenceCurve;
import dev.espalier.cli.report.runs.ReferencePoints;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.summary.Summary;
import dev.espalier.cli.report.summary.SummaryTable;
import dev.espalier.cli.report.xray.PrunedRun;
import dev.espalier.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A report on runs: one page, figures as files, and the numbers. All is drawn before the first file is written. */
public final class Report {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final SequencedMap<String, byte[]> files;
    private final List<String> skipped;

    private Report(SequencedMap<String, byte[]> files, List<String> skipped) {
        this.files = files;
        this.skipped = List.copyOf(skipped);
    }

    /**
     * Reads runs and draws a report.
     *
     * @param runs run directories, at least one; with several, those that cannot be used are skipped
     * @param references YAML or JSON files of published curves
     * @param points YAML or JSON files of published agents, each with size and score
     * @param smooth window of the moving mean in figures, in evaluations, at least 1
     * @throws ReportException if no directory can be used, a file cannot be used, or this system cannot draw
     */
    public static Report of(List<Path> runs, List<Path> references, List<Path> points, int smooth) {
        List<String> skipped = new ArrayList<>();
        List<TaskResults> tasks = TaskResults.of(
                read(runs, skipped),
                references.stream().map(ReferenceCurve::read).toList(),
                points.stream().map(ReferencePoints::read).toList());
        Fonts.require();
        var summary = Summary.of(tasks, smooth);
        List<TaskFigures> figures = Figures.of(tasks, smooth);
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put("report.html", utf8(ReportPage.of(PaperValues.load(), tasks, summary, figures)));
        figures.stream().flatMap(task -> task.all().stream()).forEach(figure -> {
            files.put(figure.name() + ".svg", utf8(figure.svg()));
            files.put(figure.name() + ".png", figure.png());
        });
        files.put("summary.md", utf8(SummaryTable.markdown(summary)));
        List<String> names = new ArrayList<>(files.keySet());
        names.add(ReportFolder.SUMMARY);
        files.put(ReportFolder.SUMMARY, utf8(json(summary, names)));
        return new Report(files, skipped);
    }

    /** A run that has just started, or is damaged, should not prevent the report on all others. */
    private static List<RecordedRun> read(List<Path> runs, List<String> skipped) {
        List<RecordedRun> read = new ArrayList<>();
        for (Path run : runs) {
            try {
                RecordedRun recorded = RecordedRun.read(run);
                if (runs.size() > 1) {
                    PrunedRun.read(recorded);
                }
                read.add(recorded);
            } catch (ReportException e) {
                // A mistyped name.
                if (!Files.exists(run)) {
                    throw e;
                }
                skipped.add(String.valueOf(e.getMessage()));
            }
        }
        if (read.isEmpty()) {
            throw new ReportException(String.join("\n", skipped));
        }
        return read;
    }

    /** A message for each skipped run. */
    public List<String> skipped() {
        return skipped;
    }

    /**
     * Writes {@code report.html}, an SVG and a PNG of each figure, {@code summary.md} and {@code summary.json}, each
     * atomically. An earlier report in the folder is replaced.
     *
     * @param folder created if it does not exist
     * @throws ReportException if the folder cannot be created or is not writable
     * @throws StoreException if a file cannot be written, as on a full disk
     */
    public List<Path> write(Path folder) {
        ReportFolder.write(folder, files);
        return files.keySet().stream().map(folder::resolve).toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Summary summary, List<String> files) {
        ObjectNode fields = JSON.valueToTree(summary);
        files.forEach(fields.putArray(ReportFolder.FILES)::add);
        try {
            return JSON.writeValueAsString(fields) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a summary can always be written as JSON", e);
        }
    }
}
