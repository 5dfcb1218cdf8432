package dev.espalier.mujoco;

import java.util.Arrays;

/** The shapes of geoms. Lengths are in metres, along the geom's own axes. */
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
    BOX(Abi.GEOM_BOX, 3),
    /** A surface of triangles: a mesh, a height field or whatever else no formula describes. Sizes: reach along x, y and z. */
    MESH(Abi.GEOM_MESH, 3);

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

    static GeomShape ofType(int type) {
        return Arrays.stream(values())
                .filter(shape -> shape.type == type)
                .findFirst()
                .orElse(MESH);
    }
}
