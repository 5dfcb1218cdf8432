package dev.espalier.mujoco;

import java.util.Arrays;

/** The shapes of geoms. Lengths are in metres, along the geom's own axes. */
public enum GeomShape {
    /** z = 0, visible from above. Sizes: half lengths along x and y, 0 for infinite; distance of grid lines. */
    PLANE(Abi.GEOM_PLANE, 3),
    /** Size: radius. */
    SPHERE(Abi.GEOM_SPHERE, 1),
    /** A cylinder along z with half spheres at its ends. Sizes: radius; half the cylinder's length. */
    CAPSULE(Abi.GEOM_CAPSULE, 2),
    /** Sizes: radius along x, y and z. */
    ELLIPSOID(Abi.GEOM_ELLIPSOID, 3),
    /** Along z. Sizes: radius; half the length. */
    CYLINDER(Abi.GEOM_CYLINDER, 2),
    /** Sizes: half lengths along x, y and z. */
    BOX(Abi.GEOM_BOX, 3),
    /** Triangles: a mesh, a height field or another shape without a formula. Sizes: extent along x, y and z. */
    MESH(Abi.GEOM_MESH, 3);

    private final int type;
    private final int sizes;

    GeomShape(int type, int sizes) {
        this.type = type;
        this.sizes = sizes;
    }

    /** Number of sizes. */
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
