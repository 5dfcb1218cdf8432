package dev.espalier.mujoco;

import java.util.List;

/**
 * A visible part of a body.
 *
 * @param name as the model's author gave it, else empty
 * @param body name of the body that it belongs to
 * @param shape what it is
 * @param size lengths in metres, as many and of such meaning as {@link GeomShape} says
 * @param colour before light falls on it
 * @param fixed whether it never moves
 */
public record Geom(String name, String body, GeomShape shape, List<Double> size, Colour colour, boolean fixed) {

    /** A colour of the sRGB space; each part is within 0 and 1, and an opacity of 0 cannot be seen. */
    public record Colour(float red, float green, float blue, float opacity) {}

    public Geom {
        size = List.copyOf(size);
    }
}
