/** What a few seeds say about all seeds: robust averages and their uncertainty. Plain numbers in, plain numbers out. */
@NullMarked
package dev.espalier.cli.report.statistics;

import org.jspecify.annotations.NullMarked;
