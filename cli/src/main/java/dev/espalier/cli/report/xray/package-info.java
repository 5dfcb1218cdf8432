/**
 * The structure X-ray of a pruned run: which units are left, what became of theta, what is still read, what it costs.
 * Its logs may be missing, which the page says, but not damaged.
 */
@NullMarked
package dev.espalier.cli.report.xray;

import org.jspecify.annotations.NullMarked;
