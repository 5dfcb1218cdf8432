package dev.espalier.cli.report.page;

import dev.espalier.cli.report.figure.Figure;
import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Markup;
import dev.espalier.cli.report.html.Node;

/** A figure in the page: drawn, named, and told in words below it. */
final class FigureNode {

    private FigureNode() {}

    /** @param explanation how to read it, before what it shows in words */
    static Node of(Figure figure, String explanation) {
        return Element.of("figure")
                .with(Table.scrolling("Figure: " + figure.title(), new Markup(figure.svg())))
                .with(Element.of("figcaption")
                        .with(explanation + " In words: " + figure.words() + " Files: " + figure.name() + ".svg, "
                                + figure.name() + ".png."));
    }
}
