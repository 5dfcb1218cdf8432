/** The only owner of native tensor lifetime, and seeded random streams. */
@NullMarked
package dev.espalier.tensor;

import org.jspecify.annotations.NullMarked;
