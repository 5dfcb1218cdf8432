/** Opens pages in a real browser and says what it finds there. For the tests of every command that writes pages. */
@NullMarked
package dev.espalier.cli.browser;

import org.jspecify.annotations.NullMarked;
