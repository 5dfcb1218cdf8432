package dev.espalier.prune;

/**
 * Something made of tensors along whose axes units lie: a network with its optimiser, its target and its gates.
 *
 * <p>Removal is one transaction over all of them. Each first builds its smaller self beside the present one, which may
 * fail and changes nothing; when all have, all are put in place, which cannot fail.
 */
public interface Prunable {

    /** Builds what remains of this under the plan. */
    Shrunk shrink(PruningPlan plan);

    /** The smaller self, not yet in place. */
    interface Shrunk {

        /** Puts it in place and frees what it replaces. */
        void commit();

        /** Frees it; all stays as it was. */
        void discard();
    }
}
