package dev.espalier.cli.export;

import dev.espalier.env.Environments;
import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Controller;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.run.Evaluator;
import dev.espalier.run.GoldenVectors;
import dev.espalier.run.TrainedPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What the trainer's policy does in its task: the yardstick of an export. The episodes start from fixed seeds, so that another
 * controller can be put into the same situations.
 */
public final class Rollouts implements AutoCloseable {

    /** Episodes whose returns are compared. */
    public static final int EPISODES = 10;

    /** Observations of these and, where they are too short, of further episodes. */
    private static final int OBSERVATIONS = 1000;

    /** Episodes in which the trainer's own policy is disturbed, as often as the {@link #EPISODES} are played. */
    private static final int DISTURBED_ROUNDS = 3;

    private final Policy policy;
    private final Evaluator evaluator;
    private final List<Double> returns;
    private final List<Golden> golden;

    /**
     * Plays the episodes.
     *
     * @throws dev.espalier.nn.DivergenceException if the policy returns a number that is not finite
     */
    public Rollouts(TrainedPolicy trained) {
        policy = trained.policy();
        evaluator = new Evaluator(Environments.make(trained.env()));
        try {
            var seen = new GoldenVectors(trained.checked(), OBSERVATIONS);
            returns = returns(seen);
            for (int episode = EPISODES; seen.kept().size() < OBSERVATIONS; episode++) {
                long seed = episode;
                evaluator.evaluate(seen, 1, _ -> seed);
            }
            golden = seen.kept();
        } catch (RuntimeException e) {
            evaluator.close();
            throw e;
        }
    }

    /** The range of the task's actions. */
    public ActionRange range() {
        return policy.range();
    }

    /** Returns of the episodes, in their order. */
    public List<Double> returns() {
        return returns;
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
        return evaluator.evaluate(controller, EPISODES, episode -> episode).returns();
    }

    /**
     * How much a return may change because of small errors alone: the root of the mean square of the changes when each entry of the
     * trainer's actions is moved at random, by at most so much.
     *
     * @param amplitude at least 0
     */
    public double returnNoise(double amplitude) {
        RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(0);
        Controller disturbed = (observation, action) -> {
            policy.act(observation, action);
            for (int i = 0; i < action.length; i++) {
                action[i] += amplitude * random.nextDouble(-1, 1);
            }
        };
        List<Double> squares = new ArrayList<>();
        for (int round = 0; round < DISTURBED_ROUNDS; round++) {
            List<Double> changed = returns(disturbed);
            for (int i = 0; i < changed.size(); i++) {
                double change = changed.get(i) - returns.get(i);
                squares.add(change * change);
            }
        }
        return Math.sqrt(
                squares.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
    }

    @Override
    public void close() {
        evaluator.close();
    }
}
