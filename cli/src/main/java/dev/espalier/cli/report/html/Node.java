package dev.espalier.cli.report.html;

/** A part of a page. The tree writes itself as XML that is HTML as well: every element is closed, every attribute quoted. */
public sealed interface Node permits Text, Markup, Element {

    /** Writes this part at the end of a page. */
    void appendTo(StringBuilder page);
}
