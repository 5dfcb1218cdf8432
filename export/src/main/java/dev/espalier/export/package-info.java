/** Exports trained policies to other formats, and runs the exported files. */
@NullMarked
package dev.espalier.export;

import org.jspecify.annotations.NullMarked;
