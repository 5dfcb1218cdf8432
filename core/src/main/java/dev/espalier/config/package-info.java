/** The configuration of a run: immutable records, and the YAML files that fill them. */
@NullMarked
package dev.espalier.config;

import org.jspecify.annotations.NullMarked;
