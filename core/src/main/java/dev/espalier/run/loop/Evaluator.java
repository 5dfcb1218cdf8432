package dev.espalier.run.loop;

import dev.espalier.env.BoxSpace;
import dev.espalier.env.Environment;
import dev.espalier.env.SimulationException;
import dev.espalier.env.Step;
import dev.espalier.policy.Controller;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Runs whole episodes in its own environment. */
public final class Evaluator implements AutoCloseable {

    private final Environment environment;

    /** @param environment environment for the episodes; closed by this object */
    public Evaluator(Environment environment) {
        this.environment = environment;
    }

    /**
     * Results of the episodes, in order.
     *
     * @param returns undiscounted returns
     * @param lengths lengths in steps
     * @param lostEpisodes episodes that the simulator aborted; each counts with its rewards so far
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

        /** Population standard deviation of the returns (divided by n, as in NumPy's default). */
        public double std() {
            double mean = mean();
            return Math.sqrt(returns.stream()
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(Double.NaN));
        }

        /** The score of this evaluation. */
        public Score score() {
            return new Score(mean(), lostEpisodes);
        }

        /** Mean length in steps. */
        public double meanLength() {
            return lengths.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
        }
    }

    /** The task's action space. */
    public BoxSpace actionSpace() {
        return environment.actionSpace();
    }

    /** Runs episodes; {@code seeds} maps the index of an episode to its seed. */
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
