package dev.espalier.mujoco;

/**
 * A place where two geoms touch, or are about to.
 *
 * @param geom1 index of one geom, -1 if it is a flex
 * @param geom2 index of the other, -1 if it is a flex
 * @param distance between them in metres; below 0 they overlap
 * @param position {@code [3]}, in the world, in the middle between them
 * @param normal {@code [3]}, of length 1, in the world, from the first to the second
 * @param force {@code [3]}, newtons: along the normal, 0 or more, then along two directions across it
 */
public record Contact(int geom1, int geom2, double distance, double[] position, double[] normal, double[] force) {}
