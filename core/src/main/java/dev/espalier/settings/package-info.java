/** The range checks that every record of settings makes, whoever fills it. */
@NullMarked
package dev.espalier.settings;

import org.jspecify.annotations.NullMarked;
