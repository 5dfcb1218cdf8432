package dev.espalier.mujoco;

/**
 * A contact of two geoms, or a near contact.
 *
 * @param geom1 index of one geom, -1 for a flex
 * @param geom2 index of the other, -1 for a flex
 * @param distance distance in metres; below 0 they overlap
 * @param position {@code [3]}, midpoint in world coordinates
 * @param normal {@code [3]}, unit vector in world coordinates, from the first to the second
 * @param force {@code [3]}, newtons: along the normal, at least 0, then along two tangents
 */
public record Contact(int geom1, int geom2, double distance, double[] position, double[] normal, double[] force) {}
