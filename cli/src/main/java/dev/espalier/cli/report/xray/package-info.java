/** The structure X-ray of a pruned run: units, theta, used inputs, costs. Logs may be missing, but not damaged. */
@NullMarked
package dev.espalier.cli.report.xray;

import org.jspecify.annotations.NullMarked;
