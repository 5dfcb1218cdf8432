/** The same run with several seeds: a folder of run directories, trained side by side, and their table. */
@NullMarked
package dev.espalier.cli.seeds;

import org.jspecify.annotations.NullMarked;
