package dev.espalier.mujoco;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads the visible parts from a model's arrays. */
final class GeomReader {

    /** The default colour, for which MuJoCo uses the material's colour, if there is one. */
    private static final float[] NO_COLOUR = {0.5f, 0.5f, 0.5f, 1};

    private final MjModel model;
    private final double[] sizes;
    private final int[] dataIds;
    private final float[] materials;
    private final float[] vertices;
    private final int[] faces;
    private final Map<Integer, Mesh> meshes = new HashMap<>();
    private final Map<Integer, Mesh> fields = new HashMap<>();

    GeomReader(MjModel model) {
        this.model = model;
        sizes = model.get(ModelField.GEOM_SIZE);
        dataIds = model.get(ModelIntField.GEOM_DATAID);
        materials = model.get(ModelFloatField.MAT_RGBA);
        vertices = model.get(ModelFloatField.MESH_VERT);
        faces = model.get(ModelIntField.MESH_FACE);
    }

    List<Geom> geoms() {
        int[] types = model.get(ModelIntField.GEOM_TYPE);
        int[] bodies = model.get(ModelIntField.GEOM_BODYID);
        int[] ownMaterials = model.get(ModelIntField.GEOM_MATID);
        float[] colours = model.get(ModelFloatField.GEOM_RGBA);
        double[] boxes = model.get(ModelField.GEOM_AABB);
        boolean[] fixed = fixedBodies();
        List<Geom> geoms = new ArrayList<>();
        for (int id = 0; id < model.ngeom(); id++) {
            GeomShape shape = GeomShape.ofType(types[id]);
            Mesh mesh = shape == GeomShape.MESH ? surface(types[id], dataIds[id]) : Mesh.NONE;
            boolean boxed = shape == GeomShape.MESH && mesh.triangles().length == 0;
            if (boxed) {
                mesh = Mesh.ofBox(Arrays.copyOfRange(boxes, 6 * id, 6 * id + 6));
            }
            geoms.add(new Geom(
                    model.name(ModelObject.GEOM, id),
                    model.name(ModelObject.BODY, bodies[id]),
                    shape,
                    size(shape, id, mesh),
                    mesh,
                    colour(colours, id, ownMaterials[id]),
                    fixed[bodies[id]],
                    boxed));
        }
        return List.copyOf(geoms);
    }

    List<Geom> flexes() {
        double[] halves = model.get(ModelField.FLEX_SIZE);
        double[] radii = model.get(ModelField.FLEX_RADIUS);
        int[] ownMaterials = model.get(ModelIntField.FLEX_MATID);
        float[] colours = model.get(ModelFloatField.FLEX_RGBA);
        return IntStream.range(0, radii.length)
                .mapToObj(id -> new Geom(
                        model.name(ModelObject.FLEX, id),
                        "",
                        GeomShape.BOX,
                        IntStream.range(3 * id, 3 * id + 3)
                                .mapToObj(i -> halves[i] + radii[id])
                                .toList(),
                        Mesh.NONE,
                        colour(colours, id, ownMaterials[id]),
                        false,
                        true))
                .toList();
    }

    /** Bodies without joints up to the world are fixed, unless their root is a mocap body. */
    private boolean[] fixedBodies() {
        int[] welds = model.get(ModelIntField.BODY_WELDID);
        int[] roots = model.get(ModelIntField.BODY_ROOTID);
        int[] mocap = model.get(ModelIntField.BODY_MOCAPID);
        boolean[] fixed = new boolean[welds.length];
        for (int body = 0; body < welds.length; body++) {
            fixed[body] = welds[body] == 0 && mocap[roots[body]] < 0;
        }
        return fixed;
    }

    private List<Double> size(GeomShape shape, int id, Mesh mesh) {
        return shape == GeomShape.MESH
                ? List.of(mesh.reach(0), mesh.reach(1), mesh.reach(2))
                : Arrays.stream(sizes, 3 * id, 3 * id + shape.sizes()).boxed().toList();
    }

    /** As in MuJoCo's viewers: the material's colour, unless the geom has its own. */
    private Geom.Colour colour(float[] colours, int id, int material) {
        float[] own = Arrays.copyOfRange(colours, 4 * id, 4 * id + 4);
        float[] shown = material >= 0 && Arrays.equals(own, NO_COLOUR)
                ? Arrays.copyOfRange(materials, 4 * material, 4 * material + 4)
                : own;
        return new Geom.Colour(shown[0], shown[1], shown[2], shown[3]);
    }

    /** The triangles of a mesh or a height field; none if it has no data. */
    private Mesh surface(int type, int dataId) {
        if (dataId < 0) {
            return Mesh.NONE;
        }
        return switch (type) {
            case Abi.GEOM_MESH, Abi.GEOM_SDF -> meshes.computeIfAbsent(dataId, this::mesh);
            case Abi.GEOM_HFIELD -> fields.computeIfAbsent(dataId, this::field);
            default -> Mesh.NONE;
        };
    }

    private Mesh mesh(int id) {
        int vertex = 3 * model.get(ModelIntField.MESH_VERTADR)[id];
        int face = 3 * model.get(ModelIntField.MESH_FACEADR)[id];
        return new Mesh(
                Arrays.copyOfRange(vertices, vertex, vertex + 3 * model.get(ModelIntField.MESH_VERTNUM)[id]),
                Arrays.copyOfRange(faces, face, face + 3 * model.get(ModelIntField.MESH_FACENUM)[id]));
    }

    private Mesh field(int id) {
        int rows = model.get(ModelIntField.HFIELD_NROW)[id];
        int columns = model.get(ModelIntField.HFIELD_NCOL)[id];
        int from = model.get(ModelIntField.HFIELD_ADR)[id];
        double[] size = Arrays.copyOfRange(model.get(ModelField.HFIELD_SIZE), 4 * id, 4 * id + 4);
        float[] shares = model.get(ModelFloatField.HFIELD_DATA);
        double[] heights = IntStream.range(from, from + rows * columns)
                .mapToDouble(i -> size[2] * shares[i])
                .toArray();
        return Mesh.ofHeights(rows, columns, size[0], size[1], heights);
    }
}
