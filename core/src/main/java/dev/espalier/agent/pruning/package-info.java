/** Pruning of an agent's networks: the choice of units, costs, budgets, and the removal in all networks at once. */
@NullMarked
package dev.espalier.agent.pruning;

import org.jspecify.annotations.NullMarked;
