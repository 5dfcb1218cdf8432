package dev.espalier.mujoco;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the field table: where the parts of mjModel and mjData that we read lie in memory, and the numbers behind the
 * enum names that we use. MuJoCo moves them in nearly every release, so the table is generated from the pinned release's
 * headers and committed.
 *
 * <p>Run it after a change of release, or to add a field: {@code java FieldTableGenerator.java HEADERS SOURCES}, where
 * HEADERS holds mjmodel.h and the others and SOURCES is the folder of this package's main sources.
 */
final class FieldTableGenerator {

    private record Entry(String name, String meaning) {}

    private static final List<Entry> MODEL_ARRAYS = List.of(
            new Entry("qpos0", "Joint positions of the start pose."),
            new Entry("body_mass", "Mass of each body in kg."),
            new Entry("geom_size", "Sizes of each geom; what they mean depends on its shape."),
            new Entry("geom_aabb", "Box around each geom in its own frame: centre, then half lengths."),
            new Entry(
                    "hfield_size", "Half lengths along x and y of each height field, its height and its base's depth."),
            new Entry("flex_size", "Half lengths of the box around each flex's vertices in the start pose."),
            new Entry("flex_radius", "How thick each flex is around its elements, in metres."),
            new Entry("actuator_ctrlrange", "Least and greatest control of each actuator."));

    private static final List<Entry> MODEL_INT_ARRAYS = List.of(
            new Entry("geom_type", "Shape of each geom, one of the GEOM constants."),
            new Entry("geom_bodyid", "Body that each geom belongs to."),
            new Entry("geom_dataid", "Mesh or height field of each geom; -1 if it has none."),
            new Entry("geom_matid", "Material of each geom; -1 if it has none."),
            new Entry("geom_group", "Group of each geom, by which viewers show or hide it."),
            new Entry("site_group", "Group of each site, by which viewers show or hide it."),
            new Entry("body_weldid", "The body that each body moves with by joints alone; 0 if it has none."),
            new Entry("body_rootid", "The child of the world that each body hangs from."),
            new Entry("body_mocapid", "Row of each body in MOCAP_POS; -1 if it is none that is moved from outside."),
            new Entry("jnt_qposadr", "Where each joint's positions begin in QPOS."),
            new Entry("jnt_dofadr", "Where each joint's velocities begin in QVEL."),
            new Entry("sensor_adr", "Where each sensor's numbers begin in SENSORDATA."),
            new Entry("sensor_dim", "How many numbers each sensor gives."),
            new Entry("mesh_vertadr", "First vertex of each mesh."),
            new Entry("mesh_vertnum", "Number of vertices of each mesh."),
            new Entry("mesh_faceadr", "First triangle of each mesh."),
            new Entry("mesh_facenum", "Number of triangles of each mesh."),
            new Entry("mesh_face", "Corners of each triangle, counted from its mesh's first vertex."),
            new Entry("hfield_nrow", "Rows of each height field, along y."),
            new Entry("hfield_ncol", "Columns of each height field, along x."),
            new Entry("hfield_adr", "Where each height field's heights begin in HFIELD_DATA."),
            new Entry("tendon_adr", "First part of each tendon's path."),
            new Entry("wrap_type", "What each part of a tendon's path is, one of the WRAP constants."),
            new Entry("flex_matid", "Material of each flex; -1 if it has none."),
            new Entry("flex_vertadr", "First vertex of each flex."),
            new Entry("flex_vertnum", "Number of vertices of each flex."));

    private static final List<Entry> MODEL_FLOAT_ARRAYS = List.of(
            new Entry("geom_rgba", "Colour of each geom: red, green, blue and opacity, 0 to 1."),
            new Entry("mat_rgba", "Colour of each material, as of a geom."),
            new Entry("flex_rgba", "Colour of each flex, as of a geom."),
            new Entry("mesh_vert", "Vertices of all meshes, in the frames of their geoms."),
            new Entry("hfield_data", "Heights of all height fields, row by row, as shares of their greatest."));

    private static final List<Entry> DATA_ARRAYS = List.of(
            new Entry("qpos", "Joint positions in metres, radians or quaternion entries; state."),
            new Entry("qvel", "Joint velocities per second; state."),
            new Entry("act", "Activations of actuators that have some, muscles say; state."),
            new Entry("ctrl", "Controls; input of a step."),
            new Entry("mocap_pos", "Positions of the bodies that are moved from outside; input of a step."),
            new Entry(
                    "mocap_quat", "Quaternions w, x, y, z of the bodies that are moved from outside; input of a step."),
            new Entry("qacc_warmstart", "Accelerations that the solver starts from; state."),
            new Entry("xpos", "Position of each body's frame in the world."),
            new Entry("xipos", "Position of each body's centre of mass in the world."),
            new Entry("geom_xpos", "Position of each geom's centre in the world."),
            new Entry("geom_xmat", "Axes of each geom in the world: a rotation matrix, row by row."),
            new Entry("site_xpos", "Position of each site in the world."),
            new Entry("site_xmat", "Axes of each site in the world: a rotation matrix, row by row."),
            new Entry("flexvert_xpos", "Position of each vertex of the flexes in the world."),
            new Entry("cinert", "Inertia and mass of each body about its tree's centre of mass."),
            new Entry("cvel", "Velocity of each body about its tree's centre of mass, rotation first."),
            new Entry("sensordata", "What the sensors measure; SENSOR_ADR says where each one's numbers begin."),
            new Entry("ten_length", "Length of each tendon."),
            new Entry("actuator_length", "Length of each actuator's transmission."),
            new Entry("actuator_velocity", "Change of each actuator's length per second."),
            new Entry("actuator_force", "Force of each actuator along its transmission."),
            new Entry("qfrc_actuator", "Forces of the actuators on the joints."),
            new Entry("qfrc_constraint", "Forces of contacts, limits and friction on the joints."),
            new Entry("cfrc_ext", "External force on each body, torque first; filled by rnePostConstraint."));

    /** Sizes that the binding asks for beside those that give the arrays their lengths. */
    private static final List<String> SIZES = List.of("nq", "nv", "nu", "nbody", "ngeom", "nskin");

    private static final List<Entry> CONSTANTS = List.of(
            new Entry("mjVERSION_HEADER", "What mj_version() of the release that this table fits returns."),
            new Entry("mjOBJ_BODY", "Object type of a body."),
            new Entry("mjOBJ_JOINT", "Object type of a joint."),
            new Entry("mjOBJ_GEOM", "Object type of a geom."),
            new Entry("mjOBJ_SITE", "Object type of a site."),
            new Entry("mjOBJ_FLEX", "Object type of a flex."),
            new Entry("mjOBJ_TENDON", "Object type of a tendon."),
            new Entry("mjOBJ_ACTUATOR", "Object type of an actuator."),
            new Entry("mjOBJ_SENSOR", "Object type of a sensor."),
            new Entry("mjOBJ_KEY", "Object type of a keyframe."),
            new Entry("mjGEOM_PLANE", "Shape: plane."),
            new Entry("mjGEOM_HFIELD", "Shape: height field."),
            new Entry("mjGEOM_SPHERE", "Shape: sphere."),
            new Entry("mjGEOM_CAPSULE", "Shape: capsule."),
            new Entry("mjGEOM_ELLIPSOID", "Shape: ellipsoid."),
            new Entry("mjGEOM_CYLINDER", "Shape: cylinder."),
            new Entry("mjGEOM_BOX", "Shape: box."),
            new Entry("mjGEOM_MESH", "Shape: mesh."),
            new Entry("mjGEOM_SDF", "Shape: signed distance field, which has a mesh to be drawn by."),
            new Entry("mjWRAP_JOINT", "Part of a tendon that couples joints and has no path."),
            new Entry("mjSTATE_QPOS", "State part: joint positions."),
            new Entry("mjSTATE_QVEL", "State part: joint velocities."),
            new Entry("mjSTATE_CTRL", "State part: controls."),
            new Entry("mjSTATE_WARMSTART", "State part: accelerations that the solver starts from."),
            new Entry("mjSTATE_INTEGRATION", "State parts that decide the next step."),
            new Entry("mjWARN_BADQPOS", "Warning: a position is not finite or huge."),
            new Entry("mjWARN_BADQVEL", "Warning: a velocity is not finite or huge."),
            new Entry("mjWARN_BADQACC", "Warning: an acceleration is not finite or huge."),
            new Entry("mjWARN_BADCTRL", "Warning: a control is not finite or huge."));

    private final CHeaders headers;
    private final CHeaders.Struct model;
    private final CHeaders.Struct data;
    private final Set<String> sizes = new LinkedHashSet<>(SIZES);

    private FieldTableGenerator(CHeaders headers) {
        this.headers = headers;
        model = headers.struct("mjModel");
        data = headers.struct("mjData");
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("usage: FieldTableGenerator HEADERS SOURCES");
        }
        for (Map.Entry<String, String> file : generate(Path.of(args[0])).entrySet()) {
            Files.writeString(Path.of(args[1], file.getKey()), file.getValue(), StandardCharsets.UTF_8);
        }
    }

    /** File names and contents of the table for the headers in a folder. */
    static Map<String, String> generate(Path folder) throws IOException {
        var generator = new FieldTableGenerator(CHeaders.read(folder));
        var files = new LinkedHashMap<String, String>();
        files.put("ModelField.java", generator.modelArrays("ModelField", "numbers", "mjtNum*", MODEL_ARRAYS));
        files.put("ModelIntField.java", generator.modelArrays("ModelIntField", "integers", "int*", MODEL_INT_ARRAYS));
        files.put(
                "ModelFloatField.java",
                generator.modelArrays("ModelFloatField", "numbers of single precision", "float*", MODEL_FLOAT_ARRAYS));
        files.put(
                "DataField.java",
                generator.arrays("DataField", "numbers", "mjtNum*", "mjData", generator.data, DATA_ARRAYS));
        files.put("ModelSize.java", generator.modelSizes());
        files.put("Abi.java", generator.constants());
        return files;
    }

    private String modelArrays(String enumName, String elements, String type, List<Entry> entries) {
        return arrays(enumName, elements, type, "mjModel", model, entries);
    }

    private String arrays(
            String enumName, String elements, String type, String struct, CHeaders.Struct layout, List<Entry> entries) {
        String constants = entries.stream()
                .map(entry -> {
                    CHeaders.Shape shape = headers.shape(entry.name());
                    sizes.add(shape.rows());
                    return String.format(
                            Locale.ROOT,
                            """
                                /** %s {@code [%s]} */
                                %s(%d, ModelSize.%s, %d)\
                            """,
                            entry.meaning(),
                            shape.columns() == 1 ? shape.rows() : shape.rows() + ", " + shape.columns(),
                            upper(entry.name()),
                            layout.offset(entry.name(), type),
                            upper(shape.rows()),
                            shape.columns());
                })
                .collect(Collectors.joining(",\n"));
        return """
                package dev.espalier.mujoco;

                /** Arrays of %s in %s. Generated by FieldTableGenerator; do not edit. */
                public enum %s {
                %s;

                    /** Where %s keeps the pointer to the array, in bytes from its start. */
                    final long offset;

                    /** The number of rows. */
                    final ModelSize rows;

                    /** The number of entries in a row. */
                    final int columns;

                    %s(long offset, ModelSize rows, int columns) {
                        this.offset = offset;
                        this.rows = rows;
                        this.columns = columns;
                    }
                }
                """.formatted(elements, struct, enumName, constants, struct, enumName);
    }

    private String modelSizes() {
        String constants = sizes.stream()
                .map(name -> String.format(Locale.ROOT, "    %s(%d)", upper(name), model.offset(name, "mjtSize")))
                .collect(Collectors.joining(",\n"));
        return """
                package dev.espalier.mujoco;

                /** Sizes in mjModel, 64-bit integers. Generated by FieldTableGenerator; do not edit. */
                enum ModelSize {
                %s;

                    /** In bytes from the start of mjModel. */
                    final long offset;

                    ModelSize(long offset) {
                        this.offset = offset;
                    }
                }
                """.formatted(constants);
    }

    private String constants() {
        CHeaders.Struct warning = headers.struct("mjWarningStat");
        CHeaders.Struct contact = headers.struct("mjContact");
        var lines = new StringBuilder();
        wide(lines, "Bytes of mjModel.", "MODEL_BYTES", model.size());
        long timestep = model.offset("opt.timestep", "mjtNum");
        wide(lines, "Where mjModel keeps the length of a step in seconds.", "MODEL_TIMESTEP", timestep);
        wide(lines, "Bytes of mjData.", "DATA_BYTES", data.size());
        wide(lines, "Where mjData keeps the simulated time in seconds.", "DATA_TIME", data.offset("time", "mjtNum"));
        long count = data.offset("warning", "mjWarningStat") + warning.offset("number", "int");
        wide(lines, "Where mjData keeps the count of the first warning.", "DATA_WARNING_COUNT", count);
        wide(lines, "Bytes from one warning's count to the next one's.", "WARNING_BYTES", warning.size());
        wide(lines, "Where mjData keeps the number of contacts.", "DATA_NCON", data.offset("ncon", "int"));
        long contacts = data.offset("contact", "mjContact*");
        wide(lines, "Where mjData keeps the pointer to the contacts.", "DATA_CONTACT", contacts);
        wide(lines, "Bytes of mjContact.", "CONTACT_BYTES", contact.size());
        wide(lines, "Where mjContact keeps its distance.", "CONTACT_DIST", contact.offset("dist", "mjtNum"));
        wide(lines, "Where mjContact keeps its position.", "CONTACT_POS", contact.offset("pos", "mjtNum"));
        long frame = contact.offset("frame", "mjtNum");
        wide(lines, "Where mjContact keeps its frame, the normal first.", "CONTACT_FRAME", frame);
        wide(lines, "Where mjContact keeps its two geoms.", "CONTACT_GEOM", contact.offset("geom", "int"));
        wide(lines, "Bytes of mjVFS.", "VFS_BYTES", headers.struct("mjVFS").size());
        for (Entry entry : CONSTANTS) {
            String name = entry.name().substring(2).replace("VERSION_HEADER", "VERSION");
            constant(lines, entry.meaning(), "int", name, headers.constant(entry.name()));
        }
        return """
                package dev.espalier.mujoco;

                /** Offsets and numbers of the pinned MuJoCo release. Generated by FieldTableGenerator; do not edit. */
                final class Abi {

                %s    private Abi() {}
                }
                """.formatted(lines);
    }

    private static void wide(StringBuilder lines, String meaning, String name, long value) {
        constant(lines, meaning, "long", name, value);
    }

    private static void constant(StringBuilder lines, String meaning, String type, String name, long value) {
        lines.append(String.format(Locale.ROOT, """
                    /** %s */
                    static final %s %s = %d;

                """, meaning, type, name, value));
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
