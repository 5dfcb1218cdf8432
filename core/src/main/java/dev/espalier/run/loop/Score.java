package dev.espalier.run.loop;

/**
 * The score of an evaluation: fewer lost episodes are always better, then a higher mean return. Where every step has a
 * negative reward, a policy that breaks the simulation early would otherwise look best.
 *
 * @param meanReturn mean over all episodes, lost ones included with their rewards so far
 * @param lostEpisodes episodes that the simulator aborted
 */
public record Score(double meanReturn, int lostEpisodes) {

    /** Whether this score is better. With equal lost episodes, NaN is neither better nor worse than any mean. */
    public boolean isBetterThan(Score other) {
        if (lostEpisodes != other.lostEpisodes) {
            return lostEpisodes < other.lostEpisodes;
        }
        return meanReturn > other.meanReturn;
    }
}
