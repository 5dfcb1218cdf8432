package dev.espalier.cli.report.html;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * An immutable HTML element; methods that add to it return a new one.
 *
 * @param attributes attributes by name, in the order of writing
 */
public record Element(String name, SequencedMap<String, String> attributes, List<Node> content) implements Node {

    /** Elements without an end tag. */
    private static final Set<String> VOID = Set.of("meta", "br");

    /** Elements with a line break after them. */
    private static final Set<String> BLOCKS = Set.of(
            "head", "meta", "title", "style", "body", "main", "header", "footer", "nav", "section", "figure", "h1",
            "h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "table", "caption", "thead", "tbody",
            "tr");

    public Element {
        attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
        content = List.copyOf(content);
    }

    public static Element of(String name) {
        return new Element(name, new LinkedHashMap<>(), List.of());
    }

    public static Element of(String name, String text) {
        return of(name).with(text);
    }

    public static Element of(String name, List<? extends Node> content) {
        return of(name).with(content);
    }

    public Element attribute(String key, String value) {
        SequencedMap<String, String> more = new LinkedHashMap<>(attributes);
        more.put(key, value);
        return new Element(name, more, content);
    }

    /** This element with a CSS class. */
    public Element styled(String style) {
        return attribute("class", style);
    }

    public Element with(Node... more) {
        return with(List.of(more));
    }

    public Element with(List<? extends Node> more) {
        List<Node> all = new ArrayList<>(content);
        all.addAll(more);
        return new Element(name, attributes, all);
    }

    public Element with(String text) {
        return with(new Text(text));
    }

    @Override
    public void appendTo(StringBuilder page) {
        page.append('<').append(name);
        attributes.forEach((key, value) -> {
            page.append(' ').append(key).append("=\"");
            Text.escape(value, page);
            page.append('"');
        });
        if (content.isEmpty() && VOID.contains(name)) {
            page.append("/>");
            return;
        }
        page.append('>');
        content.forEach(node -> node.appendTo(page));
        page.append("</").append(name).append('>');
        if (BLOCKS.contains(name)) {
            page.append('\n');
        }
    }
}
