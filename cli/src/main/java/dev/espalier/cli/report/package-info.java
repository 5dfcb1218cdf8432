/** Reports on finished or running runs: what their logs say, as tables and as figures, in files of their own and in one page. */
@NullMarked
package dev.espalier.cli.report;

import org.jspecify.annotations.NullMarked;
