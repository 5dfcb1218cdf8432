package dev.espalier.cli.report.html;

/** A part of a page. It is written as XML that is also valid HTML: all elements are closed, all attributes quoted. */
public sealed interface Node permits Text, Markup, Element {

    void appendTo(StringBuilder page);
}
