/**
 * Model cards: folders with a run's policy and a page about it, ready to be published. Start at {@link
 * dev.espalier.cli.card.ModelCard}.
 */
@NullMarked
package dev.espalier.cli.card;

import org.jspecify.annotations.NullMarked;
