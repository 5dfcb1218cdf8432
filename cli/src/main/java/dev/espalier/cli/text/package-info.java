/** Text that does not depend on the locale. */
@NullMarked
package dev.espalier.cli.text;

import org.jspecify.annotations.NullMarked;
