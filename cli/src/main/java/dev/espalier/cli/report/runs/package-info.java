/**
 * Recorded runs and published results: configurations, evaluations, structures, curves and tables. A folder of results
 * needs only {@code config.yml}, {@code metadata.json} and {@code evaluations.csv} of each run; reports show other
 * missing files as not recorded.
 */
@NullMarked
package dev.espalier.cli.report.runs;

import org.jspecify.annotations.NullMarked;
