package dev.espalier.policy;

/**
 * A trained controller: from a raw observation to an action of the task. Its network gives the mean of what the trained
 * policy would do, which is squashed into (-1, 1) and stretched to the range of the task's actions.
 *
 * <pre>{@code
 * Policy policy = PolicyBundle.read(Path.of("hopper")).policy();
 * double[] action = new double[policy.actionSize()];
 * while (running) {
 *     policy.act(sensors.read(), action);
 *     motors.set(action);
 * }
 * }</pre>
 *
 * <p>Acting allocates nothing. An object serves one thread at a time.
 */
public final class Policy {

    private final PolicyNetwork network;
    private final double[] centre;
    private final double[] halfWidth;
    private final float[] means;

    /**
     * A policy.
     *
     * @param network from an observation to the unsquashed mean of each entry of the action
     * @param low the least that each entry of an action may be
     * @param high the most
     * @throws IllegalArgumentException if sizes differ, or a bound is not finite or above the other
     */
    public Policy(PolicyNetwork network, double[] low, double[] high) {
        int size = network.outputs();
        if (low.length != size || high.length != size) {
            throw new IllegalArgumentException(
                    "%d and %d bounds do not fit %d entries of an action".formatted(low.length, high.length, size));
        }
        this.network = network;
        centre = new double[size];
        halfWidth = new double[size];
        means = new float[size];
        for (int i = 0; i < size; i++) {
            centre[i] = (low[i] + high[i]) / 2;
            halfWidth[i] = (high[i] - low[i]) / 2;
            if (!Double.isFinite(centre[i]) || !(halfWidth[i] >= 0)) {
                throw new IllegalArgumentException(
                        "entry %d of an action cannot range from %s to %s".formatted(i, low[i], high[i]));
            }
        }
    }

    /** Entries of an observation. */
    public int observationSize() {
        return network.inputs();
    }

    /** Entries of an action. */
    public int actionSize() {
        return means.length;
    }

    /** The network before squashing. */
    public PolicyNetwork network() {
        return network;
    }

    /** The least and the most that entry i of an action may be. */
    public double[] range(int i) {
        return new double[] {centre[i] - halfWidth[i], centre[i] + halfWidth[i]};
    }

    /**
     * Decides what to do.
     *
     * @param observation as the task gives it, {@code [observationSize]}
     * @param action receives what the task is to be given, {@code [actionSize]}
     */
    public void act(double[] observation, double[] action) {
        if (action.length != means.length) {
            throw new IllegalArgumentException(
                    "an action has %d entries, not %d".formatted(means.length, action.length));
        }
        network.forward(observation, means);
        for (int i = 0; i < means.length; i++) {
            action[i] = centre[i] + halfWidth[i] * (float) Math.tanh(means[i]);
        }
    }
}
