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

/** Episodes of a policy, mostly the trainer's, from fixed seeds, so that other controllers can run the same ones. */
public final class Rollouts implements AutoCloseable {

    /** Episodes whose returns are compared. */
    public static final int EPISODES = 10;

    /** Observations to compare, from these episodes and, if they are too short, from more. */
    private static final int OBSERVATIONS = 1000;

    /** After so many episodes in a row without an observation, there will be none. */
    private static final int HOPELESS = 200;

    /** Number of randomly perturbed rounds. */
    private static final int RANDOM_ROUNDS = 4;

    /** The name of the trainer's policy in messages. */
    private static final String TRAINER = "trainer";

    private final String name;
    private final Policy policy;
    private final Evaluator evaluator;
    private final Evaluator.Result played;
    private final List<Golden> golden;

    /** Runs the episodes of the trainer's policy; see the other constructor. */
    public Rollouts(TrainedPolicy trained) {
        this(trained, TRAINER);
    }

    /**
     * Runs the episodes.
     *
     * @param name what the policy is called in messages, as in "the trainer's"
     * @throws dev.espalier.nn.DivergenceException if the policy returns a non-finite number
     * @throws ExportException if the simulator rejects all start states
     */
    public Rollouts(TrainedPolicy trained, String name) {
        this.name = name;
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

    /** Runs more episodes until there are enough observations. */
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

    /** What the policy is called in messages. */
    public String name() {
        return name;
    }

    public ActionRange range() {
        return policy.range();
    }

    public boolean normalises() {
        return policy.network().normalisation() != null;
    }

    /** Returns of the episodes, in order. */
    public List<Double> returns() {
        return played.returns();
    }

    /** Mean return of the episodes. */
    public double meanReturn() {
        return returns().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Episodes that the simulator aborted; they count with their rewards so far. */
    public int lostEpisodes() {
        return played.lostEpisodes();
    }

    /** Observations and actions of the policy; at least 1000, evenly spread over the episodes. */
    public List<Golden> golden() {
        return golden;
    }

    /** The largest error of the policy against double precision. */
    public double ownError() {
        double[] exact = new double[policy.actionSize()];
        double most = 0;
        for (Golden vector : golden) {
            DoublePrecision.act(policy, vector.observation(), exact);
            most = Math.max(most, Deviation.of(policy.range(), exact, vector.action()));
        }
        return most;
    }

    /** Returns of the same episodes with another controller. */
    public List<Double> returns(Controller controller) {
        return play(controller).returns();
    }

    private Evaluator.Result play(Controller controller) {
        return evaluator.evaluate(controller, EPISODES, episode -> episode);
    }

    /**
     * The root mean square change of a return when all entries of actions are shifted up, down, or at random.
     *
     * @param amplitude size of the perturbation, by {@link Deviation}
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
