/** Shared by all commands: console, progress displays, arguments, exit codes. */
@NullMarked
package dev.espalier.cli.console;

import org.jspecify.annotations.NullMarked;
