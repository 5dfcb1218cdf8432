package dev.espalier.cli.replay;

/** Converts rotation matrices to unit quaternions, four numbers instead of nine. */
final class Quaternion {

    private Quaternion() {}

    /**
     * The quaternion (x, y, z, w) of a rotation, by the formula with the largest divisor (S. W. Shepperd, <i>Quaternion
     * from rotation matrix</i>, Journal of Guidance and Control 1, 1978).
     *
     * @param m matrices, row by row
     * @param at index of the matrix in {@code m}
     */
    static double[] ofMatrix(double[] m, int at) {
        double xx = m[at];
        double yy = m[at + 4];
        double zz = m[at + 8];
        double trace = xx + yy + zz;
        double[] squares = {xx, yy, zz, trace};
        int largest = 0;
        for (int i = 1; i < squares.length; i++) {
            largest = squares[i] > squares[largest] ? i : largest;
        }
        // Sums and differences of mirrored entries: 4xy, 4xz, 4yz and 4wx, 4wy, 4wz.
        double xy = m[at + 1] + m[at + 3];
        double xz = m[at + 2] + m[at + 6];
        double yz = m[at + 5] + m[at + 7];
        double wx = m[at + 7] - m[at + 5];
        double wy = m[at + 2] - m[at + 6];
        double wz = m[at + 3] - m[at + 1];
        double[] q = switch (largest) {
            case 0 -> new double[] {1 + 2 * xx - trace, xy, xz, wx};
            case 1 -> new double[] {xy, 1 + 2 * yy - trace, yz, wy};
            case 2 -> new double[] {xz, yz, 1 + 2 * zz - trace, wz};
            default -> new double[] {wx, wy, wz, 1 + trace};
        };
        double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
        for (int i = 0; i < q.length; i++) {
            q[i] /= norm;
        }
        return q;
    }
}
