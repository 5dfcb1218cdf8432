/** The architecture of an agent: its networks, the width of their layers, and the number of parameters. */
@NullMarked
package dev.espalier.architecture;

import org.jspecify.annotations.NullMarked;
