package dev.espalier.cli.card;

import dev.espalier.cli.report.summary.Markdown;
import java.util.ArrayList;
import java.util.List;

/** A Markdown table of names and values. Cells are escaped. */
final class MarkdownTable {

    private final List<String> lines = new ArrayList<>();

    MarkdownTable(String name, String value) {
        row(name, value);
        lines.add("|---|---|");
    }

    MarkdownTable row(String name, String value) {
        lines.add("| %s | %s |".formatted(Markdown.text(name), Markdown.text(value)));
        return this;
    }

    /** The lines, each with a line end. */
    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
