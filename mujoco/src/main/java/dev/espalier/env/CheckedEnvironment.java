package dev.espalier.env;

/**
 * An environment of a user, whose every answer is looked at before anybody learns from it: a number that is none would spread
 * through all networks and be noticed far from where it came from.
 */
final class CheckedEnvironment implements Environment {

    private final EnvironmentSpec spec;
    private final Environment environment;
    private final String name;
    private long steps;

    /** @throws BadEnvironmentException if its spaces are not those that its provider told */
    CheckedEnvironment(EnvironmentSpec spec, Environment environment) {
        this.spec = spec;
        this.environment = environment;
        name = spec.id() + " (" + environment.getClass().getName() + ")";
        int observed = environment.observationSpace().size();
        if (observed != spec.observationSize()) {
            throw refused("its observation space has %d entries, but its provider tells of %d"
                    .formatted(observed, spec.observationSize()));
        }
        BoxSpace actions = environment.actionSpace();
        if (actions.size() != spec.actionSize()) {
            throw refused("its action space has %d entries, but its provider tells of %d"
                    .formatted(actions.size(), spec.actionSize()));
        }
        for (int i = 0; i < actions.size(); i++) {
            double low = actions.low()[i];
            double high = actions.high()[i];
            if (!Double.isFinite(low) || !Double.isFinite(high) || low >= high) {
                throw refused("entry %d of its actions reaches from %s to %s; give finite bounds, the lower first"
                        .formatted(i, low, high));
            }
        }
    }

    private BadEnvironmentException refused(String problem) {
        return new BadEnvironmentException("environment " + name + ": " + problem);
    }

    private double[] checked(String when, double[] observation) {
        if (observation.length != spec.observationSize()) {
            throw refused("%s it returned an observation of %d entries, expected %d"
                    .formatted(when, observation.length, spec.observationSize()));
        }
        for (int i = 0; i < observation.length; i++) {
            if (!Double.isFinite(observation[i])) {
                throw refused("%s entry %d of its observation is %s, expected a finite number"
                        .formatted(when, i, observation[i]));
            }
        }
        return observation;
    }

    @Override
    public String id() {
        return spec.id();
    }

    @Override
    public BoxSpace observationSpace() {
        return environment.observationSpace();
    }

    @Override
    public BoxSpace actionSpace() {
        return environment.actionSpace();
    }

    @Override
    public double[] reset(long seed) {
        steps = 0;
        return checked("after reset(" + seed + ")", environment.reset(seed));
    }

    @Override
    public Step step(double[] action) {
        Step step = environment.step(action);
        String when = "in step " + ++steps + " of an episode";
        checked(when, step.observation());
        if (!Double.isFinite(step.reward())) {
            throw refused("%s its reward is %s, expected a finite number".formatted(when, step.reward()));
        }
        return step;
    }

    @Override
    public byte[] saveState() {
        return environment.saveState();
    }

    @Override
    public void restoreState(byte[] state) {
        environment.restoreState(state);
    }

    /** What is looked at. */
    Environment unchecked() {
        return environment;
    }

    @Override
    public void close() {
        environment.close();
    }
}
