/** HTML as a tree of nodes with automatic escaping. */
@NullMarked
package dev.espalier.cli.report.html;

import org.jspecify.annotations.NullMarked;
