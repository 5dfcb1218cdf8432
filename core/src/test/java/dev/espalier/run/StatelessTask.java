package dev.espalier.run;

import dev.espalier.env.BoxSpace;
import dev.espalier.env.Environment;

/** A task of tests that resume nothing: it has no state to save, and nothing to close. */
public abstract class StatelessTask implements Environment {

    private final String id;
    private final BoxSpace observations;
    private final BoxSpace actions;

    /** @param actions bounds of actions; observations are unbounded */
    protected StatelessTask(String id, int observationSize, BoxSpace actions) {
        this.id = id;
        this.observations = BoxSpace.unbounded(observationSize);
        this.actions = actions;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final BoxSpace observationSpace() {
        return observations;
    }

    @Override
    public final BoxSpace actionSpace() {
        return actions;
    }

    @Override
    public final byte[] saveState() {
        return new byte[0];
    }

    @Override
    public final void restoreState(byte[] state) {}

    @Override
    public final void close() {}
}
