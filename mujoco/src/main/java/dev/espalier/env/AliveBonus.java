package dev.espalier.env;

/** When a task that can fail pays its reward of 1 for not having failed. */
enum AliveBonus {
    /** In every step but the one that ends the episode: Gymnasium's v5. */
    WHILE_HEALTHY,
    /** In every step: the older versions. */
    ALWAYS;

    double of(boolean healthy) {
        return healthy || this == ALWAYS ? 1 : 0;
    }
}
