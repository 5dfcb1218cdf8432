/** {@code report.html}: one page that needs no network and no script. */
@NullMarked
package dev.espalier.cli.report.page;

import org.jspecify.annotations.NullMarked;
