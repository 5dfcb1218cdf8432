/** Native libraries in jars, unpacked once to the user's own folder and checked before each use. */
@NullMarked
package dev.espalier.natives;

import org.jspecify.annotations.NullMarked;
