/** Which networks an agent has, how wide their layers are, and how many parameters that makes. */
@NullMarked
package dev.espalier.architecture;

import org.jspecify.annotations.NullMarked;
