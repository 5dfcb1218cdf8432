package dev.espalier.prune;

/**
 * Tensors with units along their axes that pruning can remove: a network with its optimiser, target network and gates.
 *
 * <p>Removal is one transaction over all of them. Each first builds its pruned version beside the present one; this may
 * fail and changes nothing. When all have succeeded, all are put in place, which cannot fail.
 */
public interface Prunable {

    /** Builds the pruned version. */
    Shrunk shrink(PruningPlan plan);

    /** The pruned version, not yet in place. */
    interface Shrunk {

        /** Puts it in place and frees the version that it replaces. */
        void commit();

        /** Frees it and changes nothing else. */
        void discard();
    }
}
