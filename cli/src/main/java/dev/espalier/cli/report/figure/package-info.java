/** Figures of a report, as SVG, as PNG and as alternative texts. */
@NullMarked
package dev.espalier.cli.report.figure;

import org.jspecify.annotations.NullMarked;
