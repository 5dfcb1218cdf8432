package dev.espalier.export;

import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.policy.WeightFormat;
import java.util.List;
import java.util.Locale;

/**
 * What a policy loses when its weights are rounded: its actions on the observations of the trainer's episodes, and its
 * mean return from the same start states.
 *
 * <p>The loss is the fall of the mean return in percent of the size of the trainer's, {@code 100 * (trainer - rounded)
 * / |trainer|}. So a fall from 200 to 190 and one from -200 to -210 are both a loss of 5 %, and a rise is below 0. If the
 * trainer's mean return is 0, any fall is infinite.
 *
 * @param format format of the rounded weights
 * @param observations number of compared actions
 * @param deviation largest deviation of an action, by {@link Deviation}
 * @param meanReturn mean return of the rounded policy
 * @param trainersReturn mean return of the trainer's policy
 * @param lostEpisodes episodes of the rounded policy that the simulator aborted
 * @param trainersLostEpisodes the same of the trainer's policy
 */
public record RoundingLoss(
        WeightFormat format,
        int observations,
        double deviation,
        double meanReturn,
        double trainersReturn,
        int lostEpisodes,
        int trainersLostEpisodes) {

    /**
     * Compares a rounded policy with the trainer's.
     *
     * @param trainers episodes of the trainer's policy
     * @param rounded acts with the rounded weights
     * @param played episodes of the rounded policy
     */
    public static RoundingLoss of(WeightFormat format, Rollouts trainers, Policy rounded, Rollouts played) {
        List<Golden> golden = trainers.golden();
        double[] action = new double[rounded.actionSize()];
        double largest = 0;
        for (Golden vector : golden) {
            rounded.act(vector.observation(), action);
            // Math.max propagates NaN.
            largest = Math.max(largest, Deviation.of(trainers.range(), vector.action(), action));
        }
        return new RoundingLoss(
                format,
                golden.size(),
                largest,
                played.meanReturn(),
                trainers.meanReturn(),
                played.lostEpisodes(),
                trainers.lostEpisodes());
    }

    /** The loss in percent; below 0 if the rounded policy does better, infinite if it does worse than 0. */
    public double percent() {
        double fall = trainersReturn - meanReturn;
        return fall == 0 ? 0 : 100 * fall / Math.abs(trainersReturn);
    }

    /**
     * Refuses a loss that is too large, and a policy that makes the simulator abort more episodes, as their returns say
     * little.
     *
     * @param allowedPercent at least 0
     * @throws BadTargetException if it is refused
     */
    public void requireAtMost(double allowedPercent) {
        if (lostEpisodes > trainersLostEpisodes) {
            throw new BadTargetException(
                    ("--weights %s: with these weights the simulator gave up %s of %s episodes, with those of the trainer %s;"
                                    + " nothing was written. Choose another format of weights")
                            .formatted(format.lowerCase(), lostEpisodes, Rollouts.EPISODES, trainersLostEpisodes));
        }
        // Negated, so that NaN is refused as well.
        if (!(percent() <= allowedPercent)) {
            throw new BadTargetException(String.format(
                    Locale.ROOT,
                    "--weights %s: the mean return of %d episodes falls from %.2f to %.2f, a loss of %.3g %%, and"
                            + " --allow-loss is %s %%; nothing was written. Choose another format of weights, or allow more",
                    format.lowerCase(),
                    Rollouts.EPISODES,
                    trainersReturn,
                    meanReturn,
                    percent(),
                    plain(allowedPercent)));
        }
    }

    private static String plain(double percent) {
        return percent == Math.rint(percent) ? String.format(Locale.ROOT, "%.0f", percent) : Double.toString(percent);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: actions on %d observations within %.1e of the trainer's, mean return of %d episodes %.2f (trainer %.2f),"
                        + " a loss of %.3g %%",
                format.lowerCase(),
                observations,
                deviation,
                Rollouts.EPISODES,
                meanReturn,
                trainersReturn,
                percent());
    }
}
