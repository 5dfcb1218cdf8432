/** HTML as a tree of nodes that escapes by itself. Knows nothing of reports. */
@NullMarked
package dev.espalier.cli.report.html;

import org.jspecify.annotations.NullMarked;
