/** Model cards: folders with a run's policy and a page about it, ready to be published. */
@NullMarked
package dev.espalier.cli.card;

import org.jspecify.annotations.NullMarked;
