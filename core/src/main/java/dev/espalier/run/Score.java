package dev.espalier.run;

/**
 * The score of an evaluation: fewer lost episodes are always better, then a higher mean return. The return of an
 * episode that the simulator aborted is incomplete: where every step has a negative reward, a policy that breaks the
 * simulation early would look best.
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
