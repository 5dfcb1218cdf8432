/**
 * The online feature extractor, whose features the agent's networks read; it learns by predicting the next observation.
 */
@NullMarked
package dev.espalier.agent.ofe;

import org.jspecify.annotations.NullMarked;
