package dev.espalier.cli.report.page;

import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Markup;
import dev.espalier.cli.report.html.Node;
import dev.espalier.cli.report.runs.PaperValues;
import dev.espalier.cli.report.runs.TaskResults;
import dev.espalier.cli.report.summary.Summary;
import dev.espalier.cli.text.RootLocale;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code report.html}: all tables and figures in one self-contained file, whose policy forbids requests and scripts.
 */
public final class ReportPage {

    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private final PaperValues paper;
    private final List<TaskResults> tasks;
    private final Summary summary;
    private final List<TaskFigures> figures;

    private ReportPage(PaperValues paper, List<TaskResults> tasks, Summary summary, List<TaskFigures> figures) {
        this.paper = paper;
        this.tasks = tasks;
        this.summary = summary;
        this.figures = figures;
    }

    /**
     * The text of the page.
     *
     * @param summary summary of the same tasks, in the same order
     * @param figures figures of the same tasks, in the same order
     */
    public static String of(PaperValues paper, List<TaskResults> tasks, Summary summary, List<TaskFigures> figures) {
        var page = new StringBuilder("<!DOCTYPE html>\n");
        new ReportPage(paper, tasks, summary, figures).html().appendTo(page);
        return page.append('\n').toString();
    }

    private Element html() {
        return Element.of("html").attribute("lang", "en").with(head(), body());
    }

    private String title() {
        return "Espalier report: " + tasks.stream().map(TaskResults::name).collect(Collectors.joining(", "));
    }

    private Element head() {
        return Element.of("head")
                .with(
                        Element.of("meta").attribute("charset", "utf-8"),
                        Element.of("meta")
                                .attribute("http-equiv", "Content-Security-Policy")
                                .attribute("content", POLICY),
                        Element.of("meta")
                                .attribute("name", "viewport")
                                .attribute("content", "width=device-width, initial-scale=1"),
                        Element.of("title", title()),
                        Element.of("style").with(new Markup(Style.SHEET)));
    }

    private Element body() {
        List<Node> content = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            content.add(TaskSection.of(paper, tasks.get(i), summary.tasks().get(i), figures.get(i)));
        }
        content.add(Element.of("section")
                .attribute("id", "meanings")
                .attribute("aria-label", "What the numbers mean")
                .with(Element.of("h2", "What the numbers mean"), Meanings.of(paper)));
        content.add(Element.of("section")
                .attribute("id", "runs")
                .attribute("aria-label", "Runs")
                .with(Element.of("h2", "Runs"), RunTable.of(tasks)));
        return Element.of("body")
                .with(
                        link("#content", "Skip to the content").styled("skip"),
                        header(),
                        Element.of("main").attribute("id", "content").with(content),
                        Element.of("footer")
                                .with(Element.of(
                                        "p",
                                        "Made by espalier report. The same numbers are in summary.json and"
                                                + " summary.md, each figure in files of its own.")));
    }

    private Element header() {
        int runs = tasks.stream()
                .flatMap(task -> task.groups().stream())
                .mapToInt(group -> group.runs().size())
                .sum();
        List<Node> entries = new ArrayList<>();
        tasks.forEach(task ->
                entries.add(Element.of("li").with(link("#" + TaskSection.anchor(task.env()), task.name()))));
        entries.add(Element.of("li").with(link("#meanings", "What the numbers mean")));
        entries.add(Element.of("li").with(link("#runs", "Runs")));
        return Element.of("header")
                .with(
                        Element.of("h1", title()),
                        Element.of(
                                        "p",
                                        RootLocale.format(
                                                "%d %s on %d %s. Each task has a section of its own: returns of different tasks"
                                                        + " cannot be compared.",
                                                runs,
                                                runs == 1 ? "run" : "runs",
                                                tasks.size(),
                                                tasks.size() == 1 ? "task" : "tasks"))
                                .styled("lead"),
                        Element.of("nav").attribute("aria-label", "Contents").with(Element.of("ul", entries)));
    }

    private static Element link(String target, String text) {
        return Element.of("a", text).attribute("href", target);
    }
}
