package dev.espalier.agent;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/** Numbers that a test has twice: as rows of doubles for an oracle, and as a tensor. */
public final class TestRows {

    private TestRows() {}

    /** Rows of normal numbers that floats hold exactly. */
    public static double[][] gaussians(Random random, int rows, int width) {
        double[][] values = new double[rows][width];
        for (double[] row : values) {
            Arrays.setAll(row, _ -> (float) random.nextGaussian());
        }
        return values;
    }

    /** The same numbers as a tensor on the CPU. */
    public static Tensor tensor(double[][] rows) {
        int width = rows[0].length;
        float[] values = new float[rows.length * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rows[i / width][i % width];
        }
        return Tensors.of(Compute.on(Compute.Kind.CPU, 1), values, rows.length, width);
    }
}
