package dev.espalier.cli.card;

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
        lines.add("| %s | %s |".formatted(cell(name), cell(value)));
        return this;
    }

    private static String cell(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("[\\\\|`*_<>\\[\\]&]", "\\\\$0");
    }

    /** Lines, the last of them ended as well. */
    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
