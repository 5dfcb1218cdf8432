/** The online feature extractor (OFENet), which learns its features by predicting the next observation. */
@NullMarked
package dev.espalier.agent.ofe;

import org.jspecify.annotations.NullMarked;
