package dev.espalier.mujoco;

import java.util.List;

/**
 * A visible part of a body.
 *
 * @param name name in the model, or empty
 * @param body name of its body, empty for a flex
 * @param size lengths in metres, see {@link GeomShape}
 * @param mesh surface of a {@link GeomShape#MESH}, else {@link Mesh#NONE}
 * @param colour colour without lighting
 * @param boxed whether it is drawn as its bounding box
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

    /** An sRGB colour; components are from 0 to 1, and an opacity of 0 is invisible. */
    public record Colour(float red, float green, float blue, float opacity) {}

    public Geom {
        size = List.copyOf(size);
    }
}
