package dev.espalier.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.architecture.Blueprint;
import dev.espalier.prune.LeaveOut;
import dev.espalier.prune.PruneConfig;
import dev.espalier.prune.UnitLayer;
import dev.espalier.store.ArrayData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What one update of a whole agent does to theta:
 * {@code clip(theta - rate * (usefulness + nu * dC/dS / C(all units)))}, with nu and C of the network that a unit
 * belongs to. The costs are written down here once more, as the equations have them; each is linear in each S, so its
 * slope is what it grows by when one S grows by 1.
 */
class PressureTest {

    private static final double RATE = 0.02;
    private static final double WARMUP_END = 0.3;
    private static final double GAMMA = 0.3;
    private static final double KAPPA = 3;
    private static final double NU_OFE = 0.4;
    private static final double NU_POLICY = 1.1;
    private static final double NU_CRITIC = 2.3;

    /** So high a patience that no unit goes, whatever theta does. */
    private static final PruneConfig CONFIG = new PruneConfig(
            true,
            "theta",
            "straight_through",
            0.9,
            "plain",
            RATE,
            0,
            100,
            1_000_000,
            new LeaveOut(0.25, 200_000),
            WARMUP_END,
            0.8,
            "cost",
            PruneConfig.Target.NONE,
            GAMMA,
            KAPPA,
            new PruneConfig.ByRole(NU_OFE, NU_POLICY, NU_CRITIC),
            new PruneConfig.ByRole(0, 0, 0));

    /** Share of the first observation in the running mean of usefulness. */
    private static final double SHARE_OF_ONE = 0.001;

    /** An agent whose theta is all over [0, 1], the ends included. */
    private static GatedAgent agent(TestExtractors extractors, long seed) {
        GatedAgent agent = GatedAgent.create(extractors, seed, CONFIG, seed);
        Random random = new Random(seed);
        SequencedMap<String, ArrayData> state = agent.agent.state();
        state.replaceAll((name, data) -> {
            if (!name.endsWith(".theta")) {
                return data;
            }
            float[] theta = GatedAgent.floats(state, name);
            for (int i = 0; i < theta.length; i++) {
                theta[i] = Math.clamp(1.2f * random.nextFloat() - 0.1f, 0, 1);
            }
            return GatedAgent.data(theta);
        });
        agent.agent.restore(state);
        return agent;
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateMovesEachThetaByUsefulnessAndPrice(TestExtractors extractors) {
        int inside = 0;
        int atAnEnd = 0;
        for (int seed = 0; seed < 10; seed++) {
            GatedAgent agent = agent(extractors, seed);
            Map<String, float[]> before = agent.agent.theta();

            agent.update(seed, WARMUP_END);

            Map<String, float[]> after = agent.agent.theta();
            Map<String, ArrayData> state = agent.agent.state();
            assertThat(after.keySet()).isEqualTo(before.keySet());
            Expected all = new Expected(agent.agent.blueprint(), agent.structure()::units);
            // The extractors' step comes first, so the agent's networks see what it led to.
            ToDoubleFunction<UnitLayer> atFirst = expected(agent, before);
            Map<String, float[]> between = new LinkedHashMap<>(before);
            between.computeIfPresent("ofe", (name, _) -> Objects.requireNonNull(after.get(name)));
            ToDoubleFunction<UnitLayer> then = expected(agent, between);
            for (String network : before.keySet()) {
                float[] usefulness = GatedAgent.floats(state, "gates." + network + ".usefulness");
                float[] old = Objects.requireNonNull(before.get(network));
                float[] now = Objects.requireNonNull(after.get(network));
                int i = 0;
                for (UnitLayer layer : layers(agent, network)) {
                    Expected present = all.at(network.equals("ofe") ? atFirst : then);
                    double price = nu(network) * present.slope(network, layer) / all.cost(network);
                    assertThat(price).isPositive();
                    for (int unit = 0; unit < agent.structure().units(layer); unit++, i++) {
                        double moved = old[i] - RATE * (usefulness[i] / SHARE_OF_ONE + price);
                        assertThat(now[i])
                                .as("unit %d of %s, seed %d", unit, layer, seed)
                                .isCloseTo((float) Math.clamp(moved, 0, 1), within(2e-6f));
                        if (moved > 0 && moved < 1) {
                            inside++;
                        } else {
                            atAnEnd++;
                        }
                    }
                }
                assertThat(i).isEqualTo(now.length);
            }
        }
        assertThat(inside).isGreaterThan(100);
        assertThat(atAnEnd).isGreaterThan(10);
    }

    /** Usefulness is watched all the same. */
    @ParameterizedTest
    @EnumSource
    void thetaStandsStillInTheWarmUp(TestExtractors extractors) {
        GatedAgent agent = agent(extractors, 1);
        Map<String, float[]> before = agent.agent.theta();

        agent.update(1, 0);
        agent.update(2, Math.nextDown(WARMUP_END));

        Map<String, ArrayData> state = agent.agent.state();
        agent.agent.theta().forEach((network, theta) -> {
            assertThat(theta).as(network).containsExactly(before.get(network));
            assertThat(GatedAgent.floats(state, "gates." + network + ".usefulness_count"))
                    .containsExactly(2);
        });
        agent.update(3, WARMUP_END);
        agent.agent
                .theta()
                .forEach((network, theta) -> assertThat(theta).as(network).isNotEqualTo(before.get(network)));
    }

    private static double nu(String network) {
        return switch (network) {
            case "ofe" -> NU_OFE;
            case "policy" -> NU_POLICY;
            default -> NU_CRITIC;
        };
    }

    private static List<UnitLayer> layers(GatedAgent agent, String network) {
        return agent.structure().layers().stream()
                .filter(layer -> network.equals(layer.network().startsWith("phi_") ? "ofe" : layer.network()))
                .toList();
    }

    /** S of every layer: the sum of its theta. */
    private static ToDoubleFunction<UnitLayer> expected(GatedAgent agent, Map<String, float[]> theta) {
        Map<UnitLayer, Double> sums = new LinkedHashMap<>();
        theta.forEach((network, values) -> {
            int at = 0;
            for (UnitLayer layer : layers(agent, network)) {
                double sum = 0;
                for (int unit = 0; unit < agent.structure().units(layer); unit++) {
                    sum += values[at++];
                }
                sums.put(layer, sum);
            }
        });
        return layer -> Objects.requireNonNull(sums.get(layer));
    }

    /** The costs of an agent's networks at some expected structure. */
    private record Expected(Blueprint blueprint, ToDoubleFunction<UnitLayer> size) {

        Expected at(ToDoubleFunction<UnitLayer> other) {
            return new Expected(blueprint, other);
        }

        /** What one more unit of a layer costs. */
        double slope(String network, UnitLayer layer) {
            Expected more = at(each -> size.applyAsDouble(each) + (each.equals(layer) ? 1 : 0));
            return more.cost(network) - cost(network);
        }

        double cost(String network) {
            return network.equals("ofe") ? extractors() : perceptron(network);
        }

        private List<Double> sizes(String network) {
            List<Double> sizes = new ArrayList<>();
            if (blueprint.structure().hidden().containsKey(network)) {
                blueprint.structure().layers(network).forEach(layer -> sizes.add(size.applyAsDouble(layer)));
            }
            return sizes;
        }

        private static double sum(List<Double> sizes) {
            return sizes.stream().mapToDouble(each -> each).sum();
        }

        /** Equation (25); n_s without extractors. */
        private double zO() {
            return GatedAgent.N_S + sum(sizes("phi_o"));
        }

        /** Equation (26); n_s + n_a without extractors. */
        private double zOa() {
            return zO() + GatedAgent.N_A + sum(sizes("phi_oa"));
        }

        private double input(String network) {
            return network.startsWith("q") ? zOa() : zO();
        }

        /** Equation (27). */
        private double extractors() {
            double deployed = denseNet(GatedAgent.N_S, sizes("phi_o")) + firstStage("policy");
            double learning = denseNet(zO() + GatedAgent.N_A, sizes("phi_oa"))
                    + zOa() * GatedAgent.N_S
                    + firstStage("value")
                    + firstStage("q1")
                    + firstStage("q2");
            return deployed + GAMMA * learning;
        }

        /** Equation (24). */
        private double firstStage(String network) {
            return input(network) * sizes(network).getFirst();
        }

        /** Equations (19) to (22). */
        private double denseNet(double inputs, List<Double> sizes) {
            double cost = 0;
            double width = inputs;
            for (double units : sizes) {
                cost += width * units + KAPPA * units + (blueprint.diagonals() ? width : 0);
                width += units;
            }
            return cost;
        }

        /** Equation (31). */
        private double perceptron(String network) {
            double cost = 0;
            double width = input(network);
            for (double units : sizes(network)) {
                cost += (width + KAPPA) * units;
                width = units;
            }
            return cost + (width + 1) * (network.equals("policy") ? 2 * GatedAgent.N_A : 1);
        }
    }
}
