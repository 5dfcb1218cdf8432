package dev.espalier.cli.card;

import dev.espalier.policy.Controller;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.run.files.RunMetadata;
import java.util.Arrays;
import java.util.List;

/**
 * The time of one action in the Java runtime, measured on this machine in about a second. It is the median of several
 * rounds, as other programs slow down some; a proper benchmark would also use several processes.
 *
 * @param microseconds for one action
 * @param machine description of this machine
 */
record ActionTime(double microseconds, String machine) {

    /** Time for the JVM to compile the code. */
    private static final long WARM_UP_NANOS = 400_000_000;

    private static final long ROUND_NANOS = 30_000_000;
    private static final int ROUNDS = 15;

    /**
     * Measures the time.
     *
     * @param situations observations to act on, in turns; at least one
     */
    static ActionTime measure(Controller controller, List<Golden> situations) {
        double[][] observations = situations.stream().map(Golden::observation).toArray(double[][]::new);
        double[] action = new double[situations.getFirst().action().length];
        nanosAnAction(controller, observations, action, WARM_UP_NANOS);
        double[] rounds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            rounds[round] = nanosAnAction(controller, observations, action, ROUND_NANOS);
        }
        Arrays.sort(rounds);
        return new ActionTime(rounds[ROUNDS / 2] / 1000, thisMachine());
    }

    private static double nanosAnAction(
            Controller controller, double[][] observations, double[] action, long atLeastNanos) {
        long actions = 0;
        long start = System.nanoTime();
        long elapsed;
        do {
            for (double[] observation : observations) {
                controller.act(observation, action);
            }
            actions += observations.length;
            elapsed = System.nanoTime() - start;
        } while (elapsed < atLeastNanos);
        return (double) elapsed / actions;
    }

    private static String thisMachine() {
        return "%s, %s, Java %s".formatted(RunMetadata.cpu(), System.getProperty("os.name"), Runtime.version());
    }
}
