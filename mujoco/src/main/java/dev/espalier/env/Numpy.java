package dev.espalier.env;

/** NumPy functions on plain arrays. Sums use NumPy's order, so that rewards equal Gymnasium's to the last bit. */
final class Numpy {

    private static final int LANES = 8;

    private Numpy() {}

    /**
     * {@code np.sum}: up to seven numbers from left to right; more in eight interleaved partial sums, which are added
     * in pairs, then the remainder. (NumPy halves arrays of more than 128 numbers first; no task needs that.)
     */
    static double sum(double[] values) {
        double sum = 0;
        int next = 0;
        if (values.length >= LANES) {
            double[] lane = new double[LANES];
            for (; next + LANES <= values.length; next += LANES) {
                for (int i = 0; i < LANES; i++) {
                    lane[i] += values[next + i];
                }
            }
            sum = ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
        }
        for (; next < values.length; next++) {
            sum += values[next];
        }
        return sum;
    }

    /** {@code np.sum(np.square(values))}. */
    static double sumOfSquares(double[] values) {
        double[] squares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            squares[i] = values[i] * values[i];
        }
        return sum(squares);
    }

    /** {@code np.linalg.norm}, whose dot product uses fused multiply-adds. */
    static double norm(double... values) {
        double sum = 0;
        for (double value : values) {
            sum = Math.fma(value, value, sum);
        }
        return Math.sqrt(sum);
    }

    /** {@code np.clip(values, -limit, limit)} in place, for the entries from {@code from} up to {@code to}. */
    static void clip(double[] values, int from, int to, double limit) {
        for (int i = from; i < to; i++) {
            values[i] = Math.clamp(values[i], -limit, limit);
        }
    }

    /** {@code np.isfinite(values).all()}. */
    static boolean allFinite(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
