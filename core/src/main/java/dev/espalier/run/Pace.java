package dev.espalier.run;

import dev.espalier.run.loop.Trainer;

/** How fast a run is in this process, with all its evaluations and file writes. */
final class Pace {

    private final Trainer trainer;
    private final long startNanos = System.nanoTime();
    private final long startStep;
    private long lastUpdates;
    private double lastSeconds;

    /** From now on. */
    Pace(Trainer trainer) {
        this.trainer = trainer;
        startStep = trainer.step();
        lastUpdates = trainer.updates();
    }

    /** Since the start of this process's part of the run. */
    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** Since the start of this process's part of the run. */
    double stepsPerSecond() {
        return (trainer.step() - startStep) / seconds();
    }

    /** Since the last call. */
    double updatesPerSecond() {
        double now = seconds();
        double speed = (trainer.updates() - lastUpdates) / (now - lastSeconds);
        lastUpdates = trainer.updates();
        lastSeconds = now;
        return speed;
    }
}
