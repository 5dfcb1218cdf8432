/** The online feature extractor: what the agent's networks read, learnt by predicting the next observation. */
@NullMarked
package dev.espalier.agent.ofe;

import org.jspecify.annotations.NullMarked;
