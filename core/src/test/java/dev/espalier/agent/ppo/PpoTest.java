package dev.espalier.agent.ppo;

import static dev.espalier.agent.OracleNet.doubles;
import static dev.espalier.agent.ppo.PpoRows.CLIP;
import static dev.espalier.agent.ppo.PpoRows.ENTROPY;
import static dev.espalier.agent.ppo.PpoRows.N_A;
import static dev.espalier.agent.ppo.PpoRows.ROWS;
import static dev.espalier.agent.ppo.PpoRows.UNBOUNDED;
import static dev.espalier.agent.ppo.PpoRows.config;
import static dev.espalier.agent.ppo.PpoRows.data;
import static dev.espalier.agent.ppo.PpoRows.mean;
import static dev.espalier.agent.ppo.PpoRows.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.agent.Agent;
import dev.espalier.agent.FiniteDifferences;
import dev.espalier.agent.OracleNet;
import dev.espalier.nn.DivergenceException;
import dev.espalier.store.ArrayData;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/**
 * An update of PPO against its losses written a second time: row by row, in double precision, without a tensor library.
 */
class PpoTest {

    private final PpoRows rows = new PpoRows();
    private final double[][] s = rows.s;
    private final double[][] notes = rows.notes;

    private SequencedMap<String, Double> update(Agent agent) {
        return agent.update(_ -> rows.batch(), new SplittableRandom(1)).metrics();
    }

    private double ratio(int row, OracleNet policy, double[] logSigma) {
        return Math.exp(rows.logProbability(row, policy.apply(s[row]), logSigma) - notes[row][0]);
    }

    private double policyLoss(OracleNet policy, double[] logSigma) {
        double mean = mean(row -> notes[row][1]);
        double deviation = Math.sqrt(mean(row -> Math.pow(notes[row][1] - mean, 2)) * ROWS / (ROWS - 1));
        double entropy = Arrays.stream(logSigma)
                .map(log -> log + 0.5 * Math.log(2 * Math.PI * Math.E))
                .sum();
        return mean(row -> {
                    double advantage = (notes[row][1] - mean) / deviation;
                    double rho = ratio(row, policy, logSigma);
                    return -Math.min(rho * advantage, Math.clamp(rho, 1 - CLIP, 1 + CLIP) * advantage);
                })
                - ENTROPY * entropy;
    }

    @Test
    void everyGradientAgreesWithFiniteDifferencesOfTheOracle() {
        Agent ppo = parts(config(UNBOUNDED, false), 3).agent();
        Map<String, ArrayData> before = ppo.state();
        var policy = new OracleNet(before, "policy");
        var value = new OracleNet(before, "value");
        double[] logSigma = doubles(before, "policy.log_sigma");
        double clipped = mean(row -> Math.abs(ratio(row, policy, logSigma) - 1) > CLIP ? 1 : 0);
        assertThat(clipped).as("both sides of the clipping are seen").isBetween(0.2, 0.8);

        var metrics = update(ppo);

        Map<String, ArrayData> after = ppo.state();
        DoubleSupplier valueLoss = () -> mean(row -> Math.pow(value.apply(s[row])[0] - notes[row][2], 2));
        DoubleSupplier policyLoss = () -> policyLoss(policy, logSigma);
        assertThat(metrics.get("train/value_loss")).isCloseTo(valueLoss.getAsDouble(), within(1e-5));
        assertThat(metrics.get("train/actor_loss")).isCloseTo(policyLoss.getAsDouble(), within(1e-5));
        assertThat(metrics.get("train/clip_fraction")).isCloseTo(clipped, within(1e-9));
        assertThat(metrics.get("train/approx_kl"))
                .isCloseTo(
                        mean(row -> ratio(row, policy, logSigma) - 1 - Math.log(ratio(row, policy, logSigma))),
                        within(1e-5));
        assertThat(metrics.get("train/std")).isCloseTo((Math.exp(-0.3) + Math.exp(0.2)) / 2, within(1e-6));
        FiniteDifferences.assertGradients(after, "value", value, valueLoss);
        FiniteDifferences.assertGradients(after, "policy", policy, policyLoss);
        double[] moments = doubles(after, "adam.policy.log_sigma.exp_avg");
        for (int i = 0; i < N_A; i++) {
            double expected = FiniteDifferences.derivative(logSigma, i, policyLoss);
            assertThat(10 * moments[i]).isCloseTo(expected, within(1e-5 + 1e-4 * Math.abs(expected)));
        }
        assertThat(metrics.sequencedKeySet()).containsExactlyInAnyOrderElementsOf(ppo.metricNames());
    }

    /** All numbers of a network together have the length that is allowed, and their direction stays. */
    @Test
    void longGradientsAreShortened() {
        double most = 1e-3;
        Agent free = parts(config(UNBOUNDED, false), 3).agent();
        Agent bound = parts(config(most, false), 3).agent();
        update(free);
        update(bound);
        for (String network : List.of("policy", "value")) {
            double squares = 0;
            double freeSquares = 0;
            for (String name : free.state().keySet()) {
                if (name.startsWith("adam." + network) && name.endsWith("exp_avg")) {
                    squares += lengthSquared(doubles(bound.state(), name));
                    freeSquares += lengthSquared(doubles(free.state(), name));
                }
            }
            assertThat(10 * Math.sqrt(squares)).isCloseTo(most, within(1e-5 * most + 1e-8));
            double factor = most / (10 * Math.sqrt(freeSquares));
            assertThat(factor).isLessThan(1);
            String weight = "adam." + network + ".1.weight.exp_avg";
            double[] expected = Arrays.stream(doubles(free.state(), weight))
                    .map(value -> factor * value)
                    .toArray();
            assertThat(doubles(bound.state(), weight)).containsExactly(expected, within(1e-8));
        }
    }

    private static double lengthSquared(double[] values) {
        return Arrays.stream(values).map(value -> value * value).sum();
    }

    @Test
    void explorationDrawsFromTheSquashedGaussian() {
        Agent ppo = parts(config(UNBOUNDED, false), 3).agent();
        double[] observation = {0.3, -0.5, 1};
        double[] mu = new OracleNet(ppo.state(), "policy").apply(observation);
        double[] sigma = {Math.exp(-0.3), Math.exp(0.2)};
        var draws = new SplittableRandom(5);
        int n = 20_000;
        double[] sum = new double[N_A];
        double[] squares = new double[N_A];
        for (int i = 0; i < n; i++) {
            float[] action = ppo.act(observation, draws);
            for (int k = 0; k < N_A; k++) {
                double standard = (0.5 * Math.log((1 + action[k]) / (1 - action[k])) - mu[k]) / sigma[k];
                sum[k] += standard;
                squares[k] += standard * standard;
            }
        }
        for (int k = 0; k < N_A; k++) {
            // Five standard errors.
            assertThat(sum[k] / n).isCloseTo(0, within(5 / Math.sqrt(n)));
            assertThat(squares[k] / n).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
            assertThat((double) ppo.act(observation, null)[k]).isCloseTo(Math.tanh(mu[k]), within(1e-6));
        }
    }

    /** A ratio that a float cannot hold would make 0 times infinity of the gradient. */
    @Test
    void anActionThatHasBecomeFarMoreLikelyLeavesFiniteWeights() {
        rows.notes[0][0] = -300;
        rows.notes[1][0] = 300;
        Agent ppo = parts(config(UNBOUNDED, false), 3).agent();

        update(ppo);

        ppo.state()
                .forEach((name, data) -> assertThat(doubles(ppo.state(), name))
                        .as(name)
                        .satisfies(values -> assertThat(Arrays.stream(values).allMatch(Double::isFinite))
                                .isTrue()));
    }

    @Test
    void nonFiniteLossNamesItsNetworkAndChangesNothing() {
        for (String network : List.of("policy", "value")) {
            Agent ppo = parts(config(0.5, false), 3).agent();
            SequencedMap<String, ArrayData> poisoned = ppo.state();
            poisoned.put(
                    network + ".2.bias",
                    data(network.equals("policy") ? new float[] {0, Float.NaN} : new float[] {Float.NaN}));
            ppo.restore(poisoned);
            Map<String, ArrayData> before = ppo.state();

            assertThatThrownBy(() -> update(ppo))
                    .isInstanceOf(DivergenceException.class)
                    .hasMessage("the loss of network " + network + " is NaN");
            Map<String, ArrayData> after = ppo.state();
            before.keySet()
                    .forEach(name -> assertThat(doubles(after, name)).as(name).containsExactly(doubles(before, name)));
        }
    }
}
