package dev.espalier.prune;

import static dev.espalier.prune.TestGates.config;
import static dev.espalier.prune.TestGates.setTheta;
import static dev.espalier.prune.TestGates.structure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Draws, expectation, observation and the step of theta, worked by hand. */
class GatesTest {

    private static final Offset<Float> CLOSE = within(1e-6f);
    private static final UnitLayer FIRST = new UnitLayer("net", 0);
    private static final UnitLayer SECOND = new UnitLayer("net", 1);

    private static Gates gates(String optimizer, double learningRate, Integer... units) {
        Structure structure = structure("net", units);
        return Gates.start(structure.layers(), structure, true, config(optimizer, learningRate, 0.5, 0, 0));
    }

    @Test
    void layersLieOneBehindTheOther() {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put("phi_o", List.of(2, 0));
        hidden.put("policy", List.of(7));
        hidden.put("phi_oa", List.of(3));
        Structure structure = new Structure(hidden);
        List<UnitLayer> layers = new ArrayList<>(structure.layers("phi_oa"));
        layers.addAll(structure.layers("phi_o"));

        Gates gates = Gates.start(layers, structure, true, config("adam", 0.1, 0.75, 0, 0));
        assertThat(gates.layers()).isEqualTo(layers);
        assertThat(gates.size()).isEqualTo(5);
        assertThat(gates.theta()).containsExactly(0.75f, 0.75f, 0.75f, 0.75f, 0.75f);
        setTheta(gates, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f);

        assertThat(gates.units(new UnitLayer("phi_o", 1))).isZero();
        assertThat(gates.units(new UnitLayer("phi_oa", 0))).isEqualTo(3);
        assertThat(gates.expected(new UnitLayer("phi_oa", 0))).isCloseTo(0.6, within(1e-6));
        assertThat(gates.expected(new UnitLayer("phi_o", 0))).isCloseTo(0.9, within(1e-6));
        assertThatThrownBy(() -> gates.units(new UnitLayer("policy", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("policy/0 is not among");
    }

    @Test
    void gatesOpenAsOftenAsThetaSaysAndIndependently() {
        Gates gates = gates("plain", 0.1, 3, 2);
        float[] theta = {0, 0.1f, 0.5f, 0.9f, 1};
        setTheta(gates, theta);
        Random random = new Random(3);

        int draws = 40_000;
        double[] open = new double[5];
        double both = 0;
        for (int draw = 0; draw < draws; draw++) {
            float[] xi = gates.draw(random);
            for (int i = 0; i < 5; i++) {
                assertThat(xi[i] == 0 || xi[i] == 1).isTrue();
                open[i] += xi[i];
            }
            both += xi[2] * xi[3];
        }

        assertThat(open[0]).isZero();
        assertThat(open[4]).isEqualTo(draws);
        for (int i = 1; i < 4; i++) {
            assertThat(open[i] / draws).isCloseTo(theta[i], within(4 * Math.sqrt(theta[i] * (1 - theta[i]) / draws)));
        }
        assertThat(both / draws).isCloseTo(0.45, within(4 * Math.sqrt(0.45 * 0.55 / draws)));
    }

    @Test
    void plainStepIsUsefulnessOverTheRunningLossPlusCost() {
        Gates gates = gates("plain", 0.5, 2, 1);

        // Lbar = 2, so -0.2, 0.1 and 0.5 a unit; the layers cost 0.1 and 0.3.
        gates.observe(TestGates.shown(new float[] {-0.4f, 0.2f, 1}), 2);
        gates.step(layer -> layer.equals(FIRST) ? 0.1 : 0.3);

        assertThat(gates.meanLossSize()).isCloseTo(2, within(1e-6));
        assertThat(gates.theta()).containsExactly(new float[] {0.55f, 0.4f, 0.1f}, CLOSE);

        // Lbar = (0.99 * 0.01 * 2 + 0.01 * 4) / (1 - 0.99^2) = 0.0598 / 0.0199.
        gates.observe(TestGates.shown(new float[] {3.0050251f, -3.0050251f, 0}), 4);
        assertThat(gates.meanLossSize()).isCloseTo(0.0598 / 0.0199, within(1e-6));
        gates.step(_ -> 0.5);

        // 0.55 - 0.5 (1 + 0.5) < 0, 0.4 - 0.5 (-1 + 0.5) = 0.65, 0.1 - 0.5 * 0.5 < 0.
        assertThat(gates.theta()).containsExactly(new float[] {0, 0.65f, 0}, CLOSE);
    }

    @Test
    void adamStepMovesByTheLearningRateAtFirst() {
        Gates gates = gates("adam", 0.01, 3);

        gates.observe(TestGates.shown(new float[] {-4, -1, 2}), 10);
        gates.step(_ -> 0.2);

        // Gradients -0.2, 0.1 and 0.4: only their signs matter to the first step.
        assertThat(gates.theta()).containsExactly(new float[] {0.51f, 0.49f, 0.49f}, CLOSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "adam"})
    void pressureIsTheSameWhateverTheSizeOfTheLoss(String optimizer) {
        Gates small = gates(optimizer, 0.001, 4, 3);
        Gates large = gates(optimizer, 0.001, 4, 3);
        Random random = new Random(12);

        for (int i = 0; i < 100; i++) {
            float[] usefulness = TestGates.normals(7, random);
            double loss = random.nextDouble(0.5, 2);
            float[] scaled = usefulness.clone();
            for (int j = 0; j < scaled.length; j++) {
                // A power of two, which loses no bits.
                scaled[j] *= 4096;
            }
            small.observe(TestGates.shown(usefulness), loss);
            large.observe(TestGates.shown(scaled), 4096 * loss);
            small.step(_ -> 0.3);
            large.step(_ -> 0.3);
        }

        assertThat(large.theta()).containsExactly(small.theta());
        assertThat(large.usefulness()).containsExactly(small.usefulness());
    }

    @Test
    void runningUsefulnessIsTheMeanOfItsSharesOfTheLoss() {
        Gates gates = gates("plain", 0.1, 2);
        assertThat(gates.usefulness()).containsExactly(0, 0);

        gates.observe(TestGates.shown(new float[] {-1, 3}), 2);
        assertThat(gates.usefulness()).containsExactly(new float[] {-0.5f, 1.5f}, CLOSE);

        // (0.999 * 0.001 x + 0.001 y) / (1 - 0.999^2) of -0.5, 0 and of 1.5, 1.
        gates.observe(TestGates.shown(new float[] {0, 2}), 2);
        assertThat(gates.usefulness())
                .containsExactly(new float[] {-0.5f * 0.999f / 1.999f, (1.5f * 0.999f + 1) / 1.999f}, within(1e-5f));
        assertThat(gates.theta()).containsExactly(0.5f, 0.5f);
    }

    @Test
    void aStepNeedsAnObservationOfItsOwn() {
        Gates gates = gates("plain", 0.1, 2);
        assertThatThrownBy(() -> gates.step(_ -> 0)).isInstanceOf(IllegalStateException.class);

        gates.observe(TestGates.shown(new float[2]), 1);
        gates.step(_ -> 0);

        assertThatThrownBy(() -> gates.step(_ -> 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsNotANumberIsRefused() {
        Gates gates = gates("plain", 0.1, 2);

        assertThatThrownBy(() -> gates.observe(TestGates.shown(new float[2]), Double.NaN))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> gates.observe(TestGates.shown(new float[2]), -1))
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> gates.observe(TestGates.shown(new float[] {1, Float.NaN}), 1))
                .hasMessageContaining("gate 1 is NaN");
        assertThatThrownBy(() -> gates.observe(TestGates.shown(new float[3]), 1))
                .hasMessageContaining("of 2 gates, found 3");
        gates.observe(TestGates.shown(new float[2]), 1);
        assertThatThrownBy(() -> gates.step(_ -> Double.NaN)).hasMessageContaining("net/0 cannot cost NaN");
    }

    @Test
    void aLossOfZeroDoesNotDivide() {
        Gates gates = gates("plain", 0.5, 2);

        gates.observe(TestGates.shown(new float[2]), 0);
        gates.step(_ -> 0.2);

        assertThat(gates.theta()).containsExactly(new float[] {0.4f, 0.4f}, CLOSE);
    }

    @Test
    void roundingDecidesEveryGate() {
        Gates gates = gates("adam", 0.1, 3, 2);
        setTheta(gates, 0.49f, 0.5f, 0, 1, 0.51f);

        gates.decisions().decide();

        assertThat(gates.theta()).containsExactly(0, 1, 0, 1, 1);
        assertThat(gates.decisions().survivors()).containsOnlyKeys(FIRST);
        assertThat(gates.decisions().survivors().get(FIRST)).containsExactly(1);
        assertThat(gates.units(SECOND)).isEqualTo(2);
    }

    /**
     * Adam's first step is the learning rate times gradient over root of its square. A unit that showed 0.5 and counts
     * four times has the gradient 2 and the square 4 * 0.5^2 = 1.
     */
    @Test
    void anEstimateThatCountsForOthersTakesALongerStep() {
        Structure structure = structure("net", 3);
        Gates gates = Gates.start(structure.layers(), structure, true, config("adam", 0.1, 0.5, 0, 0));

        gates.observe(new Usefulness(new float[3], new float[] {2, 0.5f, 0}, new float[] {4, 1, 0}), 1);
        gates.step(_ -> 0);

        assertThat(gates.theta()).containsExactly(new float[] {0.3f, 0.4f, 0.5f}, within(1e-6f));
    }

    /** Worked by hand: gradient 0.5 and square 0.25, whatever the unit would have shown. */
    @Test
    void aUnitThatWasLeftOutFollowsItsPrice() {
        Structure structure = structure("net", 1);
        Gates gates = Gates.start(structure.layers(), structure, true, config("adam", 0.1, 0.5, 0, 0));

        gates.observe(new Usefulness(new float[1], new float[1], new float[1]), 1);
        gates.step(_ -> 0.5);

        assertThat(gates.theta()).containsExactly(new float[] {0.4f}, within(1e-6f));
    }
}
