package dev.espalier.mujoco;

/** The shapes of geoms that formulas describe. Lengths are in metres, along the geom's own axes. */
public enum GeomShape {
    /** z = 0, seen from above. Sizes: half lengths along x and y, 0 without end; distance of grid lines. */
    PLANE(Abi.GEOM_PLANE, 3),
    /** Size: radius. */
    SPHERE(Abi.GEOM_SPHERE, 1),
    /** A cylinder along z between two half spheres. Sizes: radius; half the cylinder's length. */
    CAPSULE(Abi.GEOM_CAPSULE, 2),
    /** Sizes: radius along x, y and z. */
    ELLIPSOID(Abi.GEOM_ELLIPSOID, 3),
    /** Along z. Sizes: radius; half the length. */
    CYLINDER(Abi.GEOM_CYLINDER, 2),
    /** Sizes: half lengths along x, y and z. */
    BOX(Abi.GEOM_BOX, 3);

    private final int type;
    private final int sizes;

    GeomShape(int type, int sizes) {
        this.type = type;
        this.sizes = sizes;
    }

    /** How many sizes describe it. */
    int sizes() {
        return sizes;
    }

    /** @throws IllegalArgumentException if it is none of these; the message has the geom's name */
    static GeomShape ofType(String geom, int type) {
        for (GeomShape shape : values()) {
            if (shape.type == type) {
                return shape;
            }
        }
        throw new IllegalArgumentException(
                geom + " is of MuJoCo's type " + type + ", which is none of the shapes that can be described (planes,"
                        + " spheres, capsules, ellipsoids, cylinders and boxes)");
    }
}
