package dev.espalier.agent;

import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.agent.ofe.OfeLearner;
import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.data.Batch;
import dev.espalier.nn.LearningRateSchedule;
import dev.espalier.nn.Normaliser;
import dev.espalier.prune.LeaveOut;
import dev.espalier.prune.PruneConfig;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import dev.espalier.tensor.TaskScope;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/** Agents put together from settings alone, without a task. */
public final class TestAgents {

    /** No network of these tests is so large. */
    private static final LeaveOut MASKING = new LeaveOut(0.25, 1_000_000);

    private TestAgents() {}

    /** Settings without any gate. */
    public static PruneConfig withoutGates() {
        return pruning(false, 1, 0, MASKING, 1e-3);
    }

    /**
     * Settings of gates under which theta moves from the first update on.
     *
     * @param nu pressure on all units alike
     * @param lambda decay of all weights alike
     */
    public static PruneConfig gates(double nu, double lambda) {
        return pruning(true, nu, lambda, MASKING, 1e-3);
    }

    /** Such gates whose theta is free, but moves by less than a float at 1 can tell. */
    public static PruneConfig stillGates(double nu, double lambda) {
        return pruning(true, nu, lambda, MASKING, 1e-9);
    }

    /** Such gates, and updates leave closed units out however small the network is. */
    public static PruneConfig gatesThatLeaveOut(double nu) {
        return pruning(true, nu, 0, new LeaveOut(0.25, 0), 1e-3);
    }

    private static PruneConfig pruning(boolean gates, double nu, double lambda, LeaveOut leaveOut, double thetaRate) {
        return new PruneConfig(
                gates,
                "theta",
                "straight_through",
                0.9,
                "adam",
                thetaRate,
                0.01,
                0,
                1_000_000,
                leaveOut,
                0,
                0.8,
                "cost",
                PruneConfig.Target.NONE,
                0.5,
                3,
                new PruneConfig.ByRole(nu, nu, nu),
                new PruneConfig.ByRole(lambda, lambda, lambda));
    }

    /** Settings of an agent that reads observations and actions as they are. */
    public static OfeConfig withoutExtractors() {
        return extractors(0, 0, false);
    }

    /** Settings of small extractors. */
    public static OfeConfig extractors(int units, int layers, boolean diagonals) {
        return new OfeConfig(units, layers == 0 ? null : layers, 1e-3, 0, 0.1, 1e-3, diagonals);
    }

    /** An agent and what it was put together from. */
    public record Parts(Agent agent, Algorithm algorithm, Features features, Networks networks) {

        /** One update of the algorithm alone: gradients, step and what follows. */
        public SequencedMap<String, Double> updateAlgorithm(Batch batch, RandomGenerator random) {
            try (TaskScope scope = TaskScope.open(networks.compute())) {
                return stepped(algorithm.update(batch, random, scope));
            }
        }

        /** One update of the extractors alone. */
        public SequencedMap<String, Double> updateExtractors(Batch batch, RandomGenerator random) {
            try (TaskScope scope = TaskScope.open(networks.compute())) {
                return stepped(features.update(batch, random, scope).join());
            }
        }

        private SequencedMap<String, Double> stepped(Gradients gradients) {
            gradients.step(networks.compute());
            return gradients.metrics();
        }
    }

    /** Learning rates that stay as they are set. */
    static LearningRateSchedule constantRates() {
        return new LearningRateSchedule(LearningRateSchedule.Kind.CONSTANT);
    }

    /** An agent whose networks are as these settings describe them; the predictor predicts all entries. */
    public static Agent agent(
            int observationSize, int actionSize, AgentConfig config, OfeConfig ofe, PruneConfig prune, long seed) {
        return parts(observationSize, actionSize, config, ofe, prune, seed).agent();
    }

    /** The same with access to its parts. */
    public static Parts parts(
            int observationSize, int actionSize, AgentConfig config, OfeConfig ofe, PruneConfig prune, long seed) {
        return parts(observationSize, actionSize, config, ofe, prune, seed, Compute.on(Compute.Kind.CPU, 1));
    }

    /** The same, computed as is said. */
    public static Parts parts(
            int observationSize,
            int actionSize,
            AgentConfig config,
            OfeConfig ofe,
            PruneConfig prune,
            long seed,
            Compute compute) {
        List<NetworkSpec> specs = config.networks(actionSize);
        int layers = ofe.layers() == null ? 0 : ofe.layers();
        var blueprint = new Blueprint(
                observationSize,
                actionSize,
                observationSize,
                layers,
                layers > 0 && ofe.diagonals(),
                specs,
                Blueprint.dense(ofe.units(), layers, specs));
        var networks = new Networks(blueprint, prune, constantRates(), new RandomStreams(seed), compute);
        Features features = ofe.hasExtractors() ? new OfeLearner(ofe, networks) : new Features.Plain();
        if (config.normalisesObservations()) {
            features = new NormalisedFeatures(features, new Normaliser(observationSize, compute));
        }
        Algorithm algorithm = config.algorithm(networks, features);
        return new Parts(new Agent(algorithm, features, networks, prune), algorithm, features, networks);
    }
}
