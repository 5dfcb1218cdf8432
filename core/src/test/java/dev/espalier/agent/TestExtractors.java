package dev.espalier.agent;

/**
 * Which extractors the agent of a test has. With gates or without: whether there are diagonals is a setting of its own.
 */
public enum TestExtractors {
    /** None: its networks read observations and actions as they are. */
    NONE,
    /**
     * Those of plain OFE, whose layers hand on what they read unchanged. A layer without units has no tensor at all.
     */
    PLAIN,
    /** Those whose layers scale what they hand on by learnable diagonals. */
    DIAGONAL;

    /** Whether there are any. */
    public boolean present() {
        return this != NONE;
    }

    /** Whether they have learnable diagonals. */
    public boolean diagonals() {
        return this == DIAGONAL;
    }
}
