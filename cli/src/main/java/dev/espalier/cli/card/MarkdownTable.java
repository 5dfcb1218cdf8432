package dev.espalier.cli.card;

import dev.espalier.cli.report.summary.Markdown;
import java.util.ArrayList;
import java.util.List;

/** A table of names and values in Markdown. What stands in a cell is taken as text and never as markup. */
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

    /** Lines, the last of them ended as well. */
    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
