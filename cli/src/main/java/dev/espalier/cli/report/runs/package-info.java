/**
 * Recorded runs and published results: configurations, evaluations, structures, curves and tables. Only {@code
 * config.yml}, {@code metadata.json} and {@code evaluations.csv} of a run are required; reports list what was not
 * recorded.
 */
@NullMarked
package dev.espalier.cli.report.runs;

import org.jspecify.annotations.NullMarked;
