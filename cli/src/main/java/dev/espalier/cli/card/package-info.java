/**
 * Model cards: a run's policy as a folder that can be published as it is, with a page that says what it is, what was
 * measured and what was not. {@link dev.espalier.cli.card.ModelCard} is the way in.
 */
@NullMarked
package dev.espalier.cli.card;

import org.jspecify.annotations.NullMarked;
