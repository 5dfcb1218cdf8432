package dev.espalier.export;

import dev.espalier.env.Environments;
import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Controller;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.run.GoldenVectors;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.loop.Evaluator;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * What the trainer's policy does in its task: the yardstick of an export. The episodes start from fixed seeds, so that another
 * controller can be put into the same situations.
 */
public final class Rollouts implements AutoCloseable {

    /** Episodes whose returns are compared. */
    public static final int EPISODES = 10;

    /** Observations of these and, where they are too short, of further episodes. */
    private static final int OBSERVATIONS = 1000;

    /** After so many episodes without an observation there will be none. */
    private static final int HOPELESS = 200;

    /** Of the disturbed rounds. */
    private static final int RANDOM_ROUNDS = 4;

    private final Policy policy;
    private final Evaluator evaluator;
    private final Evaluator.Result played;
    private final List<Golden> golden;

    /**
     * Plays the episodes.
     *
     * @throws dev.espalier.nn.DivergenceException if the policy returns a number that is not finite
     * @throws ExportException if the simulator takes no start state
     */
    public Rollouts(TrainedPolicy trained) {
        policy = trained.policy();
        evaluator = new Evaluator(Environments.make(trained.env()));
        try {
            var seen = new GoldenVectors(trained.checked(), OBSERVATIONS);
            played = play(seen);
            golden = observed(seen);
        } catch (RuntimeException e) {
            evaluator.close();
            throw e;
        }
    }

    /** Plays until enough was seen. */
    private List<Golden> observed(GoldenVectors seen) {
        int inVain = 0;
        for (int episode = EPISODES; seen.kept().size() < OBSERVATIONS; episode++) {
            int before = seen.kept().size();
            long seed = episode;
            evaluator.evaluate(seen, 1, _ -> seed);
            inVain = seen.kept().size() > before ? 0 : inVain + 1;
            if (inVain == HOPELESS) {
                throw new ExportException("The policy cannot be tried: the simulator did not take the start states of "
                        + HOPELESS + " episodes one after another. Mend the task's start state.");
            }
        }
        return seen.kept();
    }

    /** The range of the task's actions. */
    public ActionRange range() {
        return policy.range();
    }

    /** Whether the policy normalises what it observes. */
    public boolean normalises() {
        return policy.network().normalisation() != null;
    }

    /** Returns of the episodes, in their order. */
    public List<Double> returns() {
        return played.returns();
    }

    /** How many of the episodes the simulator gave up; they count with what they had brought until then. */
    public int lostEpisodes() {
        return played.lostEpisodes();
    }

    /** What the policy saw and did; at least 1000, spread evenly over the episodes. */
    public List<Golden> golden() {
        return golden;
    }

    /** How far the trainer's policy itself is off from what its weights make of the observations in double precision. */
    public double ownError() {
        double[] exact = new double[policy.actionSize()];
        double most = 0;
        for (Golden vector : golden) {
            DoublePrecision.act(policy, vector.observation(), exact);
            most = Math.max(most, Deviation.of(policy.range(), exact, vector.action()));
        }
        return most;
    }

    /** Returns of the same episodes played by another. */
    public List<Double> returns(Controller controller) {
        return play(controller).returns();
    }

    private Evaluator.Result play(Controller controller) {
        return evaluator.evaluate(controller, EPISODES, episode -> episode);
    }

    /**
     * How much a return may change because of small errors alone: the root of the mean square of the changes when each entry of the
     * trainer's actions is moved by so much, once always up, once always down and some times at random.
     *
     * @param amplitude as {@link Deviation} measures it
     */
    public double returnNoise(double amplitude) {
        RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(0);
        List<DoubleSupplier> directions = Stream.concat(
                        Stream.<DoubleSupplier>of(() -> 1, () -> -1),
                        Stream.generate(() -> (DoubleSupplier) () -> random.nextDouble(-1, 1))
                                .limit(RANDOM_ROUNDS))
                .toList();
        double[] scales = Deviation.scales(policy.range());
        double squares = 0;
        for (DoubleSupplier direction : directions) {
            List<Double> changed = returns((observation, action) -> {
                policy.act(observation, action);
                for (int i = 0; i < action.length; i++) {
                    action[i] += amplitude * scales[i] * direction.getAsDouble();
                }
            });
            for (int i = 0; i < EPISODES; i++) {
                double change = changed.get(i) - returns().get(i);
                squares += change * change;
            }
        }
        return Math.sqrt(squares / (directions.size() * EPISODES));
    }

    @Override
    public void close() {
        evaluator.close();
    }
}
