package dev.espalier.cli.report.page;

import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Node;
import dev.espalier.cli.report.html.Text;
import java.util.ArrayList;
import java.util.List;

/** A table with header cells, in a box that scrolls on narrow screens, also by keyboard. */
final class Table {

    private final String caption;
    private final List<Element> head = new ArrayList<>();
    private final List<Element> rows = new ArrayList<>();

    Table(String caption) {
        this.caption = caption;
    }

    /** A heading over several columns. */
    record Group(String title, int columns) {}

    /** Adds a row of headings over groups of columns. */
    void groups(List<Group> groups) {
        head.add(Element.of("tr", groups.stream().map(Table::groupCell).toList()));
    }

    private static Node groupCell(Group group) {
        return group.title().isEmpty()
                ? Element.of("td").attribute("colspan", Integer.toString(group.columns()))
                : Element.of("th", group.title())
                        .attribute("scope", "colgroup")
                        .attribute("colspan", Integer.toString(group.columns()));
    }

    /** Adds a row of headings, one per column. */
    void columns(String... titles) {
        head.add(Element.of(
                "tr",
                List.of(titles).stream()
                        .map(title -> Element.of("th", title).attribute("scope", "col"))
                        .toList()));
    }

    /** Adds a row: its heading, and a cell for each further column. */
    void row(String heading, List<Element> cells) {
        rows.add(Element.of("tr")
                .with(Element.of("th", heading).attribute("scope", "row"))
                .with(cells));
    }

    static Element cell(String text) {
        return Element.of("td", text);
    }

    static Element number(String text) {
        return cell(text).styled("number");
    }

    /** A published value, styled differently from ours. */
    static Element theirs(String text) {
        return cell(text).styled("number theirs");
    }

    Element element() {
        var table = Element.of("table")
                .with(Element.of("caption", caption))
                .with(Element.of("thead", head), Element.of("tbody", rows));
        return scrolling(caption, table);
    }

    /** A box that scrolls sideways if its content is too wide. */
    static Element scrolling(String label, Node content) {
        return Element.of("div")
                .styled("scroll")
                .attribute("role", "region")
                .attribute("aria-label", label)
                .attribute("tabindex", "0")
                .with(content);
    }

    static Element list(List<String> items) {
        return Element.of(
                "ul",
                items.stream()
                        .map(item -> Element.of("li").with(new Text(item)))
                        .toList());
    }
}
