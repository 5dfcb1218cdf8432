package dev.espalier.mujoco;

import java.util.List;

/**
 * A visible part of a body.
 *
 * @param name as the model's author gave it, else empty
 * @param body name of the body that it belongs to, empty for a flex
 * @param shape what it is
 * @param size lengths in metres, as many and of such meaning as {@link GeomShape} says
 * @param mesh its surface if it is a {@link GeomShape#MESH}, else {@link Mesh#NONE}
 * @param colour before light falls on it
 * @param fixed whether it never moves
 * @param boxed whether its shape is the box around what it really is
 */
public record Geom(
        String name,
        String body,
        GeomShape shape,
        List<Double> size,
        Mesh mesh,
        Colour colour,
        boolean fixed,
        boolean boxed) {

    /** A colour of the sRGB space; each part is within 0 and 1, and an opacity of 0 cannot be seen. */
    public record Colour(float red, float green, float blue, float opacity) {}

    public Geom {
        size = List.copyOf(size);
    }
}
