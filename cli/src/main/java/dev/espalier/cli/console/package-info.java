/** What all commands share: the console, progress displays, arguments, exit codes. */
@NullMarked
package dev.espalier.cli.console;

import org.jspecify.annotations.NullMarked;
