/** Robust statistics over few seeds. */
@NullMarked
package dev.espalier.cli.report.statistics;

import org.jspecify.annotations.NullMarked;
