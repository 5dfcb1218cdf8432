package dev.espalier.cli.report.html;

/**
 * Markup that is written as it is.
 *
 * @param xml well-formed and of our own making, such as a figure; never anything that a run recorded
 */
public record Markup(String xml) implements Node {

    @Override
    public void appendTo(StringBuilder page) {
        page.append(xml);
    }
}
