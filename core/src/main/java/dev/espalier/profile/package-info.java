/** What a training step spends its time on. */
@NullMarked
package dev.espalier.profile;

import org.jspecify.annotations.NullMarked;
