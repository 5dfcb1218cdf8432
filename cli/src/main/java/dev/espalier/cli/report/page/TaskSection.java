package dev.espalier.cli.report.page;

import dev.espalier.cli.report.figure.Figure;
import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Node;
import dev.espalier.cli.report.runs.PaperValues;
import dev.espalier.cli.report.runs.ReferenceCurve;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.summary.Summary;
import dev.espalier.env.Environments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The section of one task. */
final class TaskSection {

    private TaskSection() {}

    static Element of(PaperValues paper, TaskResults task, Summary.Task summary, TaskFigures figures) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(Element.of("h2", task.name()));
        nodes.add(caveats(Caveats.of(paper, task)));
        nodes.add(Element.of("h3", "Learning curves (the paper's Fig. 3)"));
        nodes.add(FigureNode.of(
                figures.curves(),
                "The line is the interquartile mean over seeds and the band its interval of 95 %, by the bootstrap."));
        if (!task.references().isEmpty()) {
            nodes.add(Element.of("p", "Published curves, grey and dashed: " + sources(task.references())));
        }
        nodes.add(Element.of("h3", "Scores (Table 3)"));
        nodes.add(new ScoreTable(paper, task, summary).node());
        nodes.add(Element.of("h3", "Parameters (Table 4)"));
        nodes.add(ParameterTable.of(paper, task));
        nodes.add(Element.of("h3", "Score against deployed parameters"));
        nodes.addAll(SizeScoreNodes.of(task.name(), summary.sizeScores(), figures.scores()));
        nodes.add(Element.of("h3", "Size of every network (Fig. 4)"));
        nodes.add(orNone(
                figures.sizes(),
                "Each tile compares a network with the same network of another preset; the predictor, which has no units of"
                        + " its own, is left out.",
                "Not drawn: no run of this task keeps structure.json, or this version does not know the task."));
        nodes.add(Element.of("h3", "Units left in the extractors (Fig. 5)"));
        nodes.add(orNone(
                figures.units(),
                "The first half is phi_o, which is deployed; the second is phi_oa, which only learning needs.",
                "Not drawn: no run of this task prunes its extractors and keeps structure.json."));
        nodes.add(Element.of("h3", "Structure X-ray"));
        if (figures.xrays().isEmpty()) {
            nodes.add(Element.of(
                    "p", "No run of this task prunes and keeps structure.json, so there is nothing to see."));
        }
        figures.xrays().forEach(xray -> nodes.add(XraySection.of(xray)));
        return Element.of("section")
                .attribute("aria-label", task.name())
                .attribute("id", anchor(task.env()))
                .with(nodes);
    }

    static String anchor(String env) {
        return "task-" + Environments.fileName(env);
    }

    private static Node caveats(List<String> caveats) {
        return caveats.isEmpty()
                ? Element.of("p", "Runs as long as the paper's, under its rules, with several seeds each.")
                : Element.of("div").styled("caveats").with(Element.of("p", "Before you compare"), Table.list(caveats));
    }

    private static Node orNone(@Nullable Figure figure, String explanation, String none) {
        return figure == null ? Element.of("p", none) : FigureNode.of(figure, explanation);
    }

    private static String sources(List<ReferenceCurve> references) {
        return String.join(
                "; ",
                references.stream()
                        .map(reference -> reference.name() + " (" + reference.source() + ")")
                        .toList());
    }
}
