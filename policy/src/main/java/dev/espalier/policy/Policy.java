package dev.espalier.policy;

import java.util.Locale;

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
public final class Policy implements Controller {

    private final PolicyNetwork network;
    private final ActionRange range;
    private final float[] decided;

    /**
     * A policy.
     *
     * @param network from an observation to the unsquashed mean of each entry of the action
     * @param range of the task's actions
     * @throws IllegalArgumentException if the network gives more or fewer entries than an action has
     */
    public Policy(PolicyNetwork network, ActionRange range) {
        if (network.outputs() != range.size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a network of %d outputs does not fit %d entries of an action",
                    network.outputs(),
                    range.size()));
        }
        this.network = network;
        this.range = range;
        decided = new float[range.size()];
    }

    /** Entries of an observation. */
    public int observationSize() {
        return network.inputs();
    }

    /** Entries of an action. */
    public int actionSize() {
        return range.size();
    }

    /** The network before squashing. */
    public PolicyNetwork network() {
        return network;
    }

    /** The range of the task's actions. */
    public ActionRange range() {
        return range;
    }

    @Override
    public void act(double[] observation, double[] action) {
        network.forward(observation, decided);
        for (int i = 0; i < decided.length; i++) {
            decided[i] = (float) Math.tanh(decided[i]);
        }
        range.toTask(decided, action);
    }
}
