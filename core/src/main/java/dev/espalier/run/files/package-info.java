/** The run directory and its files: logs, metadata, structure, and hashes of what a run depends on. */
@NullMarked
package dev.espalier.run.files;

import org.jspecify.annotations.NullMarked;
