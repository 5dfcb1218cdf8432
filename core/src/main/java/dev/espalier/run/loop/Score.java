package dev.espalier.run.loop;

/**
 * What an evaluation is judged by. The simulator may give up an episode; what it had brought until then is no return of the task, and where
 * every step costs, breaking the simulator early would look like the best policy of all. So an evaluation with fewer lost episodes is
 * always better, and the mean return decides among those that lost as many.
 *
 * @param meanReturn over all episodes, with what the lost ones had brought
 * @param lostEpisodes episodes that the simulator gave up
 */
public record Score(double meanReturn, int lostEpisodes) {

    /** Whether this is the better one. A mean return that is NaN is never better, and never beaten by one that lost as many episodes. */
    public boolean isBetterThan(Score other) {
        if (lostEpisodes != other.lostEpisodes) {
            return lostEpisodes < other.lostEpisodes;
        }
        return meanReturn > other.meanReturn;
    }
}
