/**
 * Reports on finished or running runs: what their logs say, as tables and as pictures of learning curves. Reads only
 * what a results folder keeps of a run: {@code config.yml}, {@code metadata.json}, {@code evaluations.csv}.
 */
@NullMarked
package dev.espalier.cli.report;

import org.jspecify.annotations.NullMarked;
