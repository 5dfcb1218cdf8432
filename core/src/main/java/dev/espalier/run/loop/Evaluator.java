package dev.espalier.run.loop;

import dev.espalier.env.BoxSpace;
import dev.espalier.env.Environment;
import dev.espalier.env.SimulationException;
import dev.espalier.env.Step;
import dev.espalier.policy.Controller;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Plays whole episodes on an environment of its own. */
public final class Evaluator implements AutoCloseable {

    private final Environment environment;

    /**
     * An evaluator on this environment.
     *
     * @param environment owned and in the end closed by this object
     */
    public Evaluator(Environment environment) {
        this.environment = environment;
    }

    /**
     * What the episodes brought, in the order played.
     *
     * @param returns undiscounted sums of reward
     * @param lengths steps
     * @param lostEpisodes how many of these the simulator gave up; they count with what they had brought until then, which is
     *     nothing if it did not even take the start state
     */
    public record Result(List<Double> returns, List<Integer> lengths, int lostEpisodes) {

        public Result {
            returns = List.copyOf(returns);
            lengths = List.copyOf(lengths);
        }

        /** Mean return. */
        public double mean() {
            return returns.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        }

        /** Standard deviation of the returns over these episodes (divided by n, as NumPy's default is). */
        public double std() {
            double mean = mean();
            return Math.sqrt(returns.stream()
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(Double.NaN));
        }

        /** What this evaluation is judged by. */
        public Score score() {
            return new Score(mean(), lostEpisodes);
        }

        /** Mean length in steps. */
        public double meanLength() {
            return lengths.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
        }
    }

    /** What the task's actions range over. */
    public BoxSpace actionSpace() {
        return environment.actionSpace();
    }

    /**
     * Plays episodes and adds them up.
     *
     * @param seeds gives the seed of each episode, counted from 0
     */
    public Result evaluate(Controller controller, int episodes, LongUnaryOperator seeds) {
        List<Double> returns = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        int lost = 0;
        double[] action = new double[environment.actionSpace().size()];
        for (int episode = 0; episode < episodes; episode++) {
            double sum = 0;
            int length = 0;
            try {
                double[] observation = environment.reset(seeds.applyAsLong(episode));
                boolean done = false;
                while (!done) {
                    controller.act(observation, action);
                    Step step = environment.step(action);
                    sum += step.reward();
                    length++;
                    observation = step.observation();
                    done = step.done();
                }
            } catch (SimulationException _) {
                lost++;
            }
            returns.add(sum);
            lengths.add(length);
        }
        return new Result(returns, lengths, lost);
    }

    @Override
    public void close() {
        environment.close();
    }
}
