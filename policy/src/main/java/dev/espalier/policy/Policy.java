package dev.espalier.policy;

/**
 * A trained controller that maps a raw observation to an action of the task: the network's output goes through tanh and
 * is scaled to the task's range.
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
 * <p>Acting allocates nothing. Not thread-safe.
 */
public final class Policy implements Controller {

    private final PolicyNetwork network;
    private final ActionRange range;
    private final float[] decided;

    /**
     * Creates a policy.
     *
     * @param network maps an observation to the mean of each action entry before tanh
     * @param range range of the task's actions
     * @throws IllegalArgumentException if their sizes differ
     */
    public Policy(PolicyNetwork network, ActionRange range) {
        if (network.outputs() != range.size()) {
            throw new IllegalArgumentException("a network of %s outputs does not fit %s entries of an action"
                    .formatted(network.outputs(), range.size()));
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

    /** The network, without tanh. */
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
