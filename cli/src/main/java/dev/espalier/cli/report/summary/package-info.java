/** The numbers of a report for {@code summary.json} and {@code summary.md}. */
@NullMarked
package dev.espalier.cli.report.summary;

import org.jspecify.annotations.NullMarked;
