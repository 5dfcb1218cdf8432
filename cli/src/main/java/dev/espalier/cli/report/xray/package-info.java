/** The structure X-ray of a pruned run: which units are left, what became of theta, what is still read, what it costs. */
@NullMarked
package dev.espalier.cli.report.xray;

import org.jspecify.annotations.NullMarked;
