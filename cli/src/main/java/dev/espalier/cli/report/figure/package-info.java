/** Figures of a report: drawn once with Java's graphics calls, kept as SVG and as PNG, and told in words. */
@NullMarked
package dev.espalier.cli.report.figure;

import org.jspecify.annotations.NullMarked;
