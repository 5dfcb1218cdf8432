/** The numbers of a report, as {@code summary.json} and {@code summary.md} give them. */
@NullMarked
package dev.espalier.cli.report.summary;

import org.jspecify.annotations.NullMarked;
