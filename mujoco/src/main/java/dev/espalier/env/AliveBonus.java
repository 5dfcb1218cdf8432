package dev.espalier.env;

/** When a task pays its reward of 1 for being healthy. */
enum AliveBonus {
    /** In all steps but the one that terminates the episode, as in Gymnasium's v5. */
    WHILE_HEALTHY,
    /** In every step, as in older versions. */
    ALWAYS;

    double of(boolean healthy) {
        return healthy || this == ALWAYS ? 1 : 0;
    }
}
