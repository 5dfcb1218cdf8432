/** Opens pages in a real browser and inspects them, for tests of all commands that write pages. */
@NullMarked
package dev.espalier.cli.browser;

import org.jspecify.annotations.NullMarked;
