/** Which units of an agent's networks go, and when: costs, budgets, and what carries a decision out in all networks at once. */
@NullMarked
package dev.espalier.agent.pruning;

import org.jspecify.annotations.NullMarked;
