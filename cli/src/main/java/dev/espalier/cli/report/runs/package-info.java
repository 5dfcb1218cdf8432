/**
 * What runs left behind, and what is known to lay beside it: configurations, evaluations and structures, curves and tables
 * of others. A results folder need keep no more of a run than {@code config.yml}, {@code metadata.json}
 * and {@code evaluations.csv}; whatever else it lacks is not recorded, and no error.
 */
@NullMarked
package dev.espalier.cli.report.runs;

import org.jspecify.annotations.NullMarked;
