package dev.espalier.mujoco;

/**
 * A surface of triangles.
 *
 * @param points {@code [points, 3]}, metres in the geom's frame
 * @param triangles {@code [triangles, 3]}, indices of points, counter-clockwise seen from outside
 */
public record Mesh(float[] points, int[] triangles) {

    /** For shapes other than meshes. */
    public static final Mesh NONE = new Mesh(new float[0], new int[0]);

    /** The surface of a height field: rows along y, columns along x, from {@code -halfX, -halfY}, heights in metres. */
    static Mesh ofHeights(int rows, int columns, double halfX, double halfY, double[] heights) {
        float[] points = new float[3 * rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int i = row * columns + column;
                points[3 * i] = (float) (halfX * (2.0 * column / (columns - 1) - 1));
                points[3 * i + 1] = (float) (halfY * (2.0 * row / (rows - 1) - 1));
                points[3 * i + 2] = (float) heights[i];
            }
        }
        int[] triangles = new int[6 * (rows - 1) * (columns - 1)];
        int at = 0;
        for (int row = 0; row + 1 < rows; row++) {
            for (int column = 0; column + 1 < columns; column++) {
                int corner = row * columns + column;
                int[] two = {corner, corner + 1, corner + columns + 1, corner, corner + columns + 1, corner + columns};
                System.arraycopy(two, 0, triangles, at, two.length);
                at += two.length;
            }
        }
        return new Mesh(points, triangles);
    }

    /** The surface of a box, given by centre and half lengths, {@code [6]}. */
    static Mesh ofBox(double[] box) {
        float[] points = new float[24];
        for (int corner = 0; corner < 8; corner++) {
            for (int axis = 0; axis < 3; axis++) {
                double side = (corner >> axis & 1) == 0 ? -1 : 1;
                points[3 * corner + axis] = (float) (box[axis] + side * box[3 + axis]);
            }
        }
        int[] triangles = {
            0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6, 0, 1, 5, 0, 5, 4, 2, 6, 7, 2, 7, 3, 0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5
        };
        return new Mesh(points, triangles);
    }

    /** The largest distance from the origin along an axis, metres. */
    double reach(int axis) {
        double reach = 0;
        for (int i = axis; i < points.length; i += 3) {
            reach = Math.max(reach, Math.abs(points[i]));
        }
        return reach;
    }
}
