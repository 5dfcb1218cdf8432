package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.Agent;
import dev.espalier.agent.TestExtractors;
import dev.espalier.architecture.Blueprint;
import dev.espalier.architecture.ComplexityCosts;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.data.Batch;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.prune.Axis;
import dev.espalier.prune.ComplexityCost;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.run.loop.AgentFactory;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.RandomStreams;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Costs and parameter counts against the actual networks: all entries of tensors are counted, layer by layer, before
 * and after pruning. kappa counts a unit's bias and, in an extractor, its four numbers of batch norm.
 */
class BuiltNetworksTest {

    private static final String ENV = "Ant-v5";
    private static final EnvironmentSpec TASK = Environments.spec(ENV);
    private static final double KAPPA_OF_PERCEPTRON = 1;
    private static final double KAPPA_OF_EXTRACTOR = 5;
    private static final double GAMMA = 0.3;
    private static final Compute COMPUTE = Compute.on(Compute.Kind.CPU, 1);

    /** Theta is constant for half of the run; no patience. */
    private static Agent agent(boolean gates, String... settings) {
        List<String> all = new ArrayList<>(
                List.of("env=" + ENV, "prune.gates=" + gates, "prune.warmup_end=0.5", "prune.patience=0"));
        all.addAll(List.of(settings));
        return AgentFactory.create(TestRuns.config(all.toArray(String[]::new)), TASK, new RandomStreams(3), COMPUTE);
    }

    private static Agent agent(TestExtractors extractors, boolean gates) {
        return agent(
                gates,
                "sac.hidden=[5, 3]",
                "structure.value=[4, 6]",
                "structure.q1=[2, 5]",
                "ofe.units=" + (extractors.present() ? 4 : 0),
                "ofe.layers=3",
                "ofe.diagonals=" + extractors.diagonals());
    }

    @ParameterizedTest
    @CsvSource({"NONE, false", "NONE, true", "PLAIN, false", "PLAIN, true", "DIAGONAL, false", "DIAGONAL, true"})
    void anAgentBeforeAnyPruning(TestExtractors extractors, boolean gates) {
        Agent agent = agent(extractors, gates);

        assertCounted(agent, agent.blueprint(), extractors);
    }

    /** Layers without units from the start, as when a pruned structure is trained from scratch. */
    @ParameterizedTest
    @CsvSource({"PLAIN, false", "PLAIN, true", "DIAGONAL, false", "DIAGONAL, true"})
    void anAgentWithVanishedLayersFromTheStart(TestExtractors extractors, boolean gates) {
        Agent agent = agent(
                gates,
                "ofe.units=4",
                "structure.phi_o=[0, 2, 0]",
                "structure.phi_oa=[3, 0, 1]",
                "ofe.diagonals=" + extractors.diagonals());

        assertCounted(agent, agent.blueprint(), extractors);
    }

    /** With theta still open, and after rounding. */
    @ParameterizedTest
    @CsvSource({"NONE, false", "NONE, true", "PLAIN, false", "PLAIN, true", "DIAGONAL, false", "DIAGONAL, true"})
    void anAgentAfterPruning(TestExtractors extractors, boolean rounded) {
        int vanished = 0;
        for (int seed = 0; seed < 10; seed++) {
            Agent agent = agent(extractors, true);
            Blueprint start = agent.blueprint();
            close(agent, new Random(seed));

            agent.enter(rounded ? 1 : 0);
            agent.update(_ -> batch(), new SplittableRandom(seed));

            assertThat(agent.theta().isEmpty()).isEqualTo(rounded);
            Structure after = agent.blueprint().structure();
            assertThat(after).isNotEqualTo(start.structure());
            vanished += (int) after.layers().stream()
                    .filter(layer -> after.units(layer) == 0)
                    .count();
            assertCounted(agent, start, extractors);
        }
        if (extractors.present()) {
            assertThat(vanished).isGreaterThan(5);
        } else {
            assertThat(vanished).isZero();
        }
    }

    /** Closes units so that the next pruning removes them; one of three layers of an extractor loses all. */
    private static void close(Agent agent, Random random) {
        SequencedMap<String, ArrayData> state = agent.state();
        Structure structure = agent.blueprint().structure();
        agent.theta().forEach((network, theta) -> {
            float[] below = new float[theta.length];
            int i = 0;
            for (UnitLayer layer : structure.layers()) {
                boolean extractor = layer.network().startsWith("phi_");
                if (!network.equals(extractor ? "ofe" : layer.network())) {
                    continue;
                }
                boolean vanishes = extractor && random.nextInt(3) == 0;
                for (int unit = 0; unit < structure.units(layer); unit++, i++) {
                    boolean goes = vanishes || random.nextBoolean();
                    theta[i] = goes ? 0 : 1;
                    below[i] = goes ? 1 : 0;
                }
            }
            state.put("gates." + network + ".theta", data(theta));
            state.put("gates." + network + ".below", data(below));
        });
        agent.restore(state);
    }

    private static ArrayData data(float[] values) {
        return new ArrayData(ArrayData.Type.F32, new long[] {values.length}, MemorySegment.ofArray(values));
    }

    private static Batch batch() {
        return new Batch(
                ones(TASK.observationSize()), ones(TASK.actionSize()), ones(1), ones(TASK.observationSize()), ones(1));
    }

    private static Tensor ones(int width) {
        return torch.ones(new long[] {4, width}, COMPUTE.floats());
    }

    /**
     * Counts all tensors.
     *
     * @param start networks before pruning, whose costs also apply to what is left
     */
    private static void assertCounted(Agent agent, Blueprint start, TestExtractors extractors) {
        Counted counted = new Counted(agent.state());
        // Even a layer without units scales what it passes on.
        assertThat(counted.diagonals()).isEqualTo(extractors.diagonals() ? 2 * 3 : 0);
        Structure structure = agent.blueprint().structure();
        assertThat(agent.blueprint()).isEqualTo(start.with(structure));

        Layers layers = new Layers(counted, structure);
        layers.assertDenseNet("ofe.phi_o.", start.observation(), start.phiO(), start.diagonals());
        layers.assertDenseNet("ofe.phi_oa.", start.stateFeaturesAndAction(), start.phiOa(), start.diagonals());
        start.networks().forEach(network -> layers.assertPerceptron(network, start));

        assertCosts(counted, start, structure);
        assertParameters(counted, agent.blueprint());
    }

    private static void assertCosts(Counted counted, Blueprint start, Structure structure) {
        var costs = new ComplexityCosts(start, KAPPA_OF_PERCEPTRON, GAMMA);
        for (NetworkSpec network : start.networks()) {
            assertThat(costs.network(network).value(structure::units))
                    .as(network.name())
                    .isEqualTo(counted.starting(network.name() + "."));
        }
        if (start.hasExtractors()) {
            double deployed = counted.starting("ofe.phi_o.") + counted.starting("policy.0.weight");
            double learning = counted.starting("ofe.phi_oa.")
                    + counted.starting("ofe.predictor.weight")
                    + counted.starting("value.0.weight")
                    + counted.starting("q1.0.weight")
                    + counted.starting("q2.0.weight");
            assertThat(new ComplexityCosts(start, KAPPA_OF_EXTRACTOR, GAMMA)
                            .extractors()
                            .value(structure::units))
                    .isCloseTo(deployed + GAMMA * learning, within(1e-6));
        }
    }

    private static void assertParameters(Counted counted, Blueprint now) {
        ParameterCount parameters = ParameterCount.of(now);
        long trained = 0;
        for (String network : parameters.networks().keySet()) {
            boolean extractor = network.startsWith("phi_") || network.equals("predictor");
            long entries = counted.starting((extractor ? "ofe." : "") + network + ".");
            assertThat(parameters.networks()).containsEntry(network, entries);
            trained += entries;
        }
        assertThat(parameters.networks().keySet())
                .containsExactly("phi_o", "phi_oa", "predictor", "policy", "value", "q1", "q2");
        assertThat(parameters.trained()).isEqualTo(trained).isEqualTo(counted.networks());
        assertThat(parameters.deployed()).isEqualTo(counted.starting("ofe.phi_o.") + counted.starting("policy."));
    }

    /** Numbers of entries of a state's tensors. */
    private record Counted(SequencedMap<String, ArrayData> state) {

        /** Entries of all tensors whose name starts so. */
        int starting(String prefix) {
            return state.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(prefix))
                    .mapToInt(entry -> entries(entry.getValue()))
                    .sum();
        }

        /** Entries without targets, optimisers, gates and the temperature. */
        int networks() {
            return state.entrySet().stream()
                    .filter(entry -> !entry.getKey().matches("(value_target\\.|adam\\.|gates\\.|log_alpha).*"))
                    .mapToInt(entry -> entries(entry.getValue()))
                    .sum();
        }

        /** Learnable diagonals of pass-throughs. */
        long diagonals() {
            return state.keySet().stream()
                    .filter(name -> name.matches("ofe\\.phi_oa?\\.\\d\\.diagonal"))
                    .count();
        }

        private static int entries(ArrayData data) {
            return Math.toIntExact(Arrays.stream(data.shape()).reduce(1, (a, b) -> a * b));
        }
    }

    /** The cost of each layer: the difference between a network that ends after it and one that ends before it. */
    private record Layers(Counted counted, Structure structure) {

        void assertDenseNet(String prefix, Axis input, List<UnitLayer> layers, boolean diagonals) {
            for (int i = 0; i < layers.size(); i++) {
                double upTo =
                        value(ComplexityCost.denseNet(input, layers.subList(0, i + 1), KAPPA_OF_EXTRACTOR, diagonals));
                double before =
                        value(ComplexityCost.denseNet(input, layers.subList(0, i), KAPPA_OF_EXTRACTOR, diagonals));
                assertThat(upTo - before).as("%s%d", prefix, i).isEqualTo(counted.starting(prefix + i + "."));
            }
        }

        void assertPerceptron(NetworkSpec network, Blueprint start) {
            List<UnitLayer> layers = structure.layers(network.name());
            Axis input = start.input(network.input());
            for (int i = 0; i < layers.size(); i++) {
                double upTo = value(ComplexityCost.mlp(input, layers.subList(0, i + 1), 0, KAPPA_OF_PERCEPTRON));
                double before = value(ComplexityCost.mlp(input, layers.subList(0, i), 0, KAPPA_OF_PERCEPTRON));
                assertThat(upTo - before)
                        .as("%s.%d", network.name(), i)
                        .isEqualTo(counted.starting(String.format(Locale.ROOT, "%s.%d.", network.name(), i)));
            }
            double output = value(ComplexityCost.mlp(input, layers, network.outputs(), KAPPA_OF_PERCEPTRON))
                    - value(ComplexityCost.mlp(input, layers, 0, KAPPA_OF_PERCEPTRON));
            assertThat(output)
                    .isEqualTo(counted.starting(String.format(Locale.ROOT, "%s.%d.", network.name(), layers.size())));
        }

        private double value(ComplexityCost cost) {
            return cost.value(structure::units);
        }
    }
}
