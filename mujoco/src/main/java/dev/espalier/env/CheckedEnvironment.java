package dev.espalier.env;

import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks all results of a user's environment. A non-finite number would spread through all networks and be noticed far
 * from its origin, and an endless episode would block forever. Exceptions of the user's code get its name.
 */
final class CheckedEnvironment implements Environment {

    private final EnvironmentSpec spec;
    private final Environment environment;
    private final String name;
    private final BoxSpace observations;
    private final BoxSpace actions;

    /** Steps since the start of the episode or its restoring. */
    private int steps;

    private boolean hasSavedState;

    /** @throws BadEnvironmentException if its spaces differ from those of its provider */
    CheckedEnvironment(EnvironmentSpec spec, Environment environment) {
        this.spec = spec;
        this.environment = environment;
        name = spec.id() + " (" + environment.getClass().getName() + ")";
        observations = called("observationSpace", environment::observationSpace);
        actions = called("actionSpace", environment::actionSpace);
        requireSize("observation", observations, spec.observationSize());
        requireSize("action", actions, spec.actionSize());
        for (int i = 0; i < actions.size(); i++) {
            double low = actions.low()[i];
            double high = actions.high()[i];
            if (!Double.isFinite(low) || !Double.isFinite(high) || low >= high) {
                throw refused(String.format(
                        Locale.ROOT,
                        "entry %d of its actions reaches from %s to %s; give finite bounds, the lower first",
                        i,
                        low,
                        high));
            }
        }
    }

    private void requireSize(String what, BoxSpace space, int told) {
        if (space.size() != told) {
            throw refused(String.format(
                    Locale.ROOT,
                    "its %s space has %d entries, but its provider tells of %d",
                    what,
                    space.size(),
                    told));
        }
    }

    private BadEnvironmentException refused(String problem) {
        return new BadEnvironmentException("environment " + name + ": " + problem);
    }

    /** Calls the user's code; a lost episode is not an error of that code. */
    private <T> T called(String what, Supplier<@Nullable T> call) {
        T answer;
        try {
            answer = call.get();
        } catch (SimulationException | BadEnvironmentException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new BadEnvironmentException(
                    "environment " + name + ": its " + what + " threw " + e + " at " + e.getStackTrace()[0], e);
        }
        if (answer == null) {
            throw refused("its " + what + " returned null");
        }
        return answer;
    }

    private String inStep() {
        return "in step " + steps + " of an episode";
    }

    /** Returns a copy, since the user's code may return one array again and again. */
    private double[] checked(Supplier<String> when, double @Nullable [] observation) {
        if (observation == null || observation.length != spec.observationSize()) {
            throw refused(String.format(
                    Locale.ROOT,
                    "%s it returned an observation of %s entries, expected %d",
                    when.get(),
                    observation == null ? "no" : observation.length,
                    spec.observationSize()));
        }
        for (int i = 0; i < observation.length; i++) {
            if (!isNumber(observation[i])) {
                throw refused(String.format(
                        Locale.ROOT,
                        "%s entry %d of its observation is %s, expected a finite number",
                        when.get(),
                        i,
                        observation[i]));
            }
        }
        return observation.clone();
    }

    /** Must be finite in single precision, which networks and replay use. */
    private static boolean isNumber(double value) {
        return Float.isFinite((float) value);
    }

    @Override
    public String id() {
        return spec.id();
    }

    @Override
    public BoxSpace observationSpace() {
        return observations;
    }

    @Override
    public BoxSpace actionSpace() {
        return actions;
    }

    @Override
    public double[] reset(long seed) {
        steps = 0;
        double[] observation =
                checked(() -> "after reset(" + seed + ")", called("reset", () -> environment.reset(seed)));
        if (!hasSavedState) {
            // Detects errors now rather than at the first checkpoint, thousands of steps later.
            trySavingState();
            hasSavedState = true;
        }
        return observation;
    }

    @Override
    public Step step(double[] action) {
        steps++;
        Step step = called("step", () -> environment.step(action));
        double[] observation = checked(this::inStep, step.observation());
        if (!isNumber(step.reward())) {
            throw refused("%s its reward is %s, expected a finite number".formatted(inStep(), step.reward()));
        }
        if (steps > spec.maxEpisodeSteps()) {
            throw refused(String.format(
                    Locale.ROOT,
                    "%s it goes on, but its provider tells of at most %d steps; truncate it there",
                    inStep(),
                    spec.maxEpisodeSteps()));
        }
        return new Step(observation, step.reward(), step.terminated(), step.truncated(), step.info());
    }

    private void trySavingState() {
        try {
            saveState();
        } catch (UnsupportedOperationException _) {
            // Not all tasks can.
        }
    }

    @Override
    public byte[] saveState() {
        try {
            return called("saveState", environment::saveState);
        } catch (BadEnvironmentException e) {
            throw e.getCause() instanceof UnsupportedOperationException optional ? optional : e;
        }
    }

    @Override
    public void restoreState(byte[] state) {
        steps = 0;
        called("restoreState", () -> {
            environment.restoreState(state);
            return state;
        });
    }

    /** The environment without checks. */
    Environment unchecked() {
        return environment;
    }

    @Override
    public void close() {
        environment.close();
    }
}
