package dev.espalier.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which units are computed, and that what they show is right on average. */
class ComputedUnitsTest {

    private static final Structure STRUCTURE = TestGates.structure("net", 7, 5, 0, 4);
    private static final GateLayout LAYOUT = new GateLayout(STRUCTURE.layers(), STRUCTURE);

    /** 4 of 7 closed, all of 5 closed, none of 4 closed. */
    private static final float[] XI = {1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1};

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void openUnitsAreComputedAndAPartOfTheOthers() {
        for (int seed = 0; seed < 50; seed++) {
            ComputedUnits units = ComputedUnits.draw(LAYOUT, XI, 0.4, new SplittableRandom(seed));

            // 3 open and ceil(0.4 * 4) closed; ceil(0.4 * 5) closed; 4 open.
            assertThat(units.plan().after().hidden().get("net")).containsExactly(5, 2, 0, 4);
            assertThat(units.size()).isEqualTo(11);
            assertThat(units.plan().kept(new UnitLayer("net", 0)))
                    .contains(0, 3, 5)
                    .isSorted();
            float[] xi = units.xi();
            assertThat(xi).hasSize(11);
            assertThat(Arrays.copyOfRange(xi, 5, 11)).containsExactly(0, 0, 1, 1, 1, 1);
        }
    }

    @Test
    void aLayerOfClosedGatesHasAUnitComputedHoweverSmallTheShare() {
        ComputedUnits units = ComputedUnits.draw(LAYOUT, XI, 1e-9, new SplittableRandom(1));

        assertThat(units.plan().after().hidden().get("net")).containsExactly(4, 1, 0, 4);
    }

    @Test
    void aShareOfOneLeavesNothingOut() {
        ComputedUnits units = ComputedUnits.draw(LAYOUT, XI, 1, new SplittableRandom(1));

        assertThat(units.plan().isEmpty()).isTrue();
        assertThat(units.usefulness(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
                        .estimates())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    }

    /** Worked by hand: a closed unit stands for all that were closed with it. */
    @Test
    void whatAClosedUnitShowsCountsForThoseLeftOut() {
        ComputedUnits units = ComputedUnits.draw(LAYOUT, XI, 0.4, new SplittableRandom(1));

        float[] usefulness = units.usefulness(ones(11)).estimates();

        assertThat(Arrays.copyOfRange(usefulness, 0, 7))
                .containsOnly(0, 1, 2)
                .contains(2, 2)
                .contains(0, 0);
        assertThat(Arrays.copyOfRange(usefulness, 7, 12)).containsOnly(0, 2.5f);
        assertThat(Arrays.copyOfRange(usefulness, 12, 16)).containsOnly(1);
    }

    @Test
    void onAverageUsefulnessIsThatOfComputingAll() {
        float[] true_ = new float[XI.length];
        for (int i = 0; i < true_.length; i++) {
            true_[i] = i - 6.5f;
        }
        double[] sums = new double[XI.length];
        int draws = 20_000;
        var random = new SplittableRandom(7);
        for (int draw = 0; draw < draws; draw++) {
            ComputedUnits units = ComputedUnits.draw(LAYOUT, XI, 0.4, random);
            float[] usefulness = units.usefulness(shown(units, true_)).estimates();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += usefulness[i] / draws;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            // A closed unit's estimate is 0 or at most 2.5 times its value: five standard errors.
            double error = XI[i] == 1 ? 1e-6 : 5 * 1.3 * Math.abs(true_[i]) / Math.sqrt(draws);
            assertThat(sums[i]).as("unit %d", i).isCloseTo(true_[i], within(error));
        }
    }

    /** Theta's step divides by a root mean square: an estimate's own square would make it too small. */
    @Test
    void onAverageTheSquareIsThatOfComputingAllAndOfThePrice() {
        float[] true_ = new float[XI.length];
        for (int i = 0; i < true_.length; i++) {
            true_[i] = i - 6.5f;
        }
        double price = 3;
        double[] sums = new double[XI.length];
        int draws = 20_000;
        var random = new SplittableRandom(8);
        for (int draw = 0; draw < draws; draw++) {
            ComputedUnits units = ComputedUnits.draw(LAYOUT, XI, 0.4, random);
            Usefulness usefulness = units.usefulness(shown(units, true_));
            for (int i = 0; i < sums.length; i++) {
                sums[i] += usefulness.square(i, price) / draws;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            boolean isOpen = XI[i] == 1;
            double square = true_[i] * true_[i] + price * price + (isOpen ? 2 * true_[i] * price : 0);
            double error = isOpen ? 1e-6 * (1 + square) : 5 * 1.3 * square / Math.sqrt(draws);
            assertThat(sums[i]).as("unit %d", i).isCloseTo(square, within(error));
        }
    }

    /**
     * Worked by hand: of an estimate 5 that counts 2.5 times, the unit showed 2; 2^2 counts 2.5 times, and the price's
     * 1 once.
     */
    @Test
    void squaresWorkedByHand() {
        var usefulness = new Usefulness(new float[3], new float[] {5, 0, -4}, new float[] {2.5f, 0, 1});

        assertThat(usefulness.square(0, 1)).isEqualTo(11);
        assertThat(usefulness.square(1, 3)).isEqualTo(9);
        assertThat(usefulness.square(2, 1)).isEqualTo(9);
        assertThat(usefulness.select(new int[] {2, 0}).square(1, 1)).isEqualTo(11);
    }

    /** The entries of the computed units. */
    private static float[] shown(ComputedUnits units, float[] all) {
        float[] shown = new float[units.size()];
        int next = 0;
        for (UnitLayer layer : List.copyOf(STRUCTURE.layers())) {
            for (int position : units.plan().kept(layer)) {
                shown[next++] = all[LAYOUT.start(layer) + position];
            }
        }
        return shown;
    }
}
