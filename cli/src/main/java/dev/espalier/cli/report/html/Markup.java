package dev.espalier.cli.report.html;

/**
 * Markup that is written without escaping.
 *
 * @param xml well-formed and created by Espalier, such as a figure; never recorded data
 */
public record Markup(String xml) implements Node {

    @Override
    public void appendTo(StringBuilder page) {
        page.append(xml);
    }
}
