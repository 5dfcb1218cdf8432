package dev.espalier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class NormaliserTest {

    private static final Compute COMPUTE = Compute.on(Compute.Kind.CPU, 1);

    private static Tensor rows(float[]... rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < all.length; i++) {
            all[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return Tensors.of(COMPUTE, all, rows.length, rows[0].length);
    }

    private static float[] numbers(Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(name);
        assertThat(tensor).as(name).isNotNull();
        return tensor == null ? new float[0] : Tensors.toFloats(tensor);
    }

    @Test
    void beforeAnythingWasSeenItChangesNothingButOutliers() {
        var normaliser = new Normaliser(2, COMPUTE);

        assertThat(Tensors.toFloats(normaliser.apply(rows(new float[] {3, -400}))))
                .containsExactly(3, -10);
    }

    @Test
    void momentsWorkedByHand() {
        var moments = new Moments("m", 1, COMPUTE);
        moments.observe(rows(new float[] {1}, new float[] {3}));
        assertThat(numbers(moments.tensors(), "m.mean")).containsExactly(2);
        assertThat(numbers(moments.tensors(), "m.variance")).containsExactly(1);

        moments.observe(rows(new float[] {8}));

        // 1, 3, 8: mean 4, squares 9, 1, 16
        assertThat(numbers(moments.tensors(), "m.mean")[0]).isCloseTo(4, within(1e-6f));
        assertThat(numbers(moments.tensors(), "m.variance")[0]).isCloseTo(26 / 3f, within(1e-5f));
        assertThat(numbers(moments.tensors(), "m.count")).containsExactly(3);
    }

    /** However the rows are divided, and with entries whose mean is far larger than their spread. */
    @Test
    void momentsOfManyRowsAreThoseOfAll() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            var moments = new Moments("m", 2, COMPUTE);
            List<float[]> all = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                float[][] some = new float[1 + random.nextInt(30)][];
                for (int row = 0; row < some.length; row++) {
                    some[row] =
                            new float[] {50 + (float) random.nextGaussian(), (float) (0.01 * random.nextGaussian())};
                    all.add(some[row]);
                }
                moments.observe(rows(some));
            }
            for (int entry = 0; entry < 2; entry++) {
                int column = entry;
                double mean =
                        all.stream().mapToDouble(row -> row[column]).average().orElseThrow();
                double variance = all.stream()
                        .mapToDouble(row -> Math.pow(row[column] - mean, 2))
                        .average()
                        .orElseThrow();
                assertThat((double) numbers(moments.tensors(), "m.mean")[entry]).isCloseTo(mean, within(1e-4));
                assertThat((double) numbers(moments.tensors(), "m.variance")[entry])
                        .isCloseTo(variance, within(1e-6 + 1e-4 * variance));
            }
        }
    }

    @Test
    void anEntryThatNeverMovesCountsAtMostAHundredfold() {
        var normaliser = new Normaliser(2, COMPUTE);
        normaliser.observe(rows(new float[] {5, 1}, new float[] {5, 3}));

        assertThat(Tensors.toFloats(normaliser.apply(rows(new float[] {5, 2}, new float[] {5.05f, 4}))))
                .containsExactly(new float[] {0, 0, 5, 2}, within(1e-4f));
    }

    /** However large, and however often it was seen; sums in single precision would round. */
    @Test
    void aConstantHasItselfForItsMean() {
        float[] constants = {273.15f, 101325.3f, -1.1e30f, Float.MAX_VALUE};
        float[][] rollout = new float[1000][];
        Arrays.fill(rollout, constants);
        var normaliser = new Normaliser(4, COMPUTE);
        for (int i = 0; i < 3; i++) {
            normaliser.observe(rows(rollout));
        }

        assertThat(numbers(normaliser.tensors(), "observations.mean")).containsExactly(constants);
        assertThat(Tensors.toFloats(normaliser.apply(rows(constants)))).containsOnly(0);
    }

    /** The square of this deviation is more than single precision holds. */
    @Test
    void whatMovesBeyondAllSquaresStaysFinite() {
        var normaliser = new Normaliser(1, COMPUTE);
        normaliser.observe(rows(new float[] {-3e38f}, new float[] {3e38f}));

        assertThat(Tensors.toFloats(normaliser.apply(rows(new float[] {3e38f}, new float[] {0}))))
                .containsExactly(10, 0);
    }

    @Test
    void itsVersionTellsOfChanges() {
        var normaliser = new Normaliser(1, COMPUTE);
        long before = normaliser.version();
        normaliser.observe(rows(new float[] {1}));

        assertThat(normaliser.version()).isNotEqualTo(before);
    }
}
