/** Reports on finished or running runs: their logs as tables and figures, in files and on one page. */
@NullMarked
package dev.espalier.cli.report;

import org.jspecify.annotations.NullMarked;
