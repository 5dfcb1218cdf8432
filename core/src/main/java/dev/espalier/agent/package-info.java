/** The agent: algorithm, features and networks, and what all algorithms share. */
@NullMarked
package dev.espalier.agent;

import org.jspecify.annotations.NullMarked;
