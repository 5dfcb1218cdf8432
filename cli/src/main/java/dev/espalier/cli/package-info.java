/** The {@code espalier} command: what users type, and what they are told. */
@NullMarked
package dev.espalier.cli;

import org.jspecify.annotations.NullMarked;
