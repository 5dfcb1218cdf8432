package dev.espalier.prune;

/** A phase of theta. Its limits are shares of the run's steps, so a short run is a scaled-down long one. */
public enum PrunePhase {
    /** Theta stays at its start value, until the usefulness is meaningful. */
    HELD,
    /** Theta follows its gradient. */
    FREE,
    /** Every theta is 0 or 1 for good: the network that trains is deterministic. */
    DECIDED;

    /**
     * The phase at a point of the run.
     *
     * @param progress environment steps done / steps of the run, in [0, 1]
     * @throws IllegalArgumentException if the progress is out of its range
     */
    public static PrunePhase at(PruneConfig config, double progress) {
        if (!(progress >= 0 && progress <= 1)) {
            throw new IllegalArgumentException("progress " + progress + " is not in [0, 1]");
        }
        if (progress < config.warmupEnd()) {
            return HELD;
        }
        return progress < config.roundAt() ? FREE : DECIDED;
    }
}
