package dev.espalier.cli.report.page;

import dev.espalier.cli.report.figure.Figure;
import dev.espalier.cli.report.html.Element;
import dev.espalier.cli.report.html.Markup;
import dev.espalier.cli.report.html.Node;

/** A figure in the page, with its title, explanation and alternative text. */
final class FigureNode {

    private FigureNode() {}

    static Node of(Figure figure, String explanation) {
        return Element.of("figure")
                .with(Table.scrolling("Figure: " + figure.title(), new Markup(figure.svg())))
                .with(Element.of("figcaption")
                        .with(explanation + " Files: " + figure.name() + ".svg, " + figure.name() + ".png."))
                .with(Element.of("details")
                        .with(Element.of("summary", "In words: " + figure.title()))
                        .with(Element.of("p", figure.words())));
    }
}
