/** Native libraries that lie in jars: unpacked to a folder of the user's own, once, and checked before each use. */
@NullMarked
package dev.espalier.natives;

import org.jspecify.annotations.NullMarked;
