/** Range checks for the values of settings records. */
@NullMarked
package dev.espalier.settings;

import org.jspecify.annotations.NullMarked;
