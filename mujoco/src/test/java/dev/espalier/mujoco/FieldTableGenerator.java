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
            new Entry("actuator_ctrlrange", "Least and greatest control of each actuator."));

    private static final List<Entry> MODEL_INT_ARRAYS = List.of(
            new Entry("geom_type", "Shape of each geom, one of the GEOM constants."),
            new Entry("geom_bodyid", "Body that each geom belongs to."),
            new Entry("body_weldid", "The body that each body moves with for good; 0 if it never moves."));

    private static final List<Entry> MODEL_FLOAT_ARRAYS =
            List.of(new Entry("geom_rgba", "Colour of each geom: red, green, blue and opacity, 0 to 1."));

    private static final List<Entry> DATA_ARRAYS = List.of(
            new Entry("qpos", "Joint positions in metres, radians or quaternion entries; state."),
            new Entry("qvel", "Joint velocities per second; state."),
            new Entry("ctrl", "Controls; input of a step."),
            new Entry("qacc_warmstart", "Accelerations that the solver starts from; state."),
            new Entry("xpos", "Position of each body's frame in the world."),
            new Entry("xipos", "Position of each body's centre of mass in the world."),
            new Entry("geom_xpos", "Position of each geom's centre in the world."),
            new Entry("geom_xmat", "Axes of each geom in the world: a rotation matrix, row by row."),
            new Entry("site_xpos", "Position of each site in the world."),
            new Entry("cinert", "Inertia and mass of each body about its tree's centre of mass."),
            new Entry("cvel", "Velocity of each body about its tree's centre of mass, rotation first."),
            new Entry("qfrc_actuator", "Forces of the actuators on the joints."),
            new Entry("qfrc_constraint", "Forces of contacts, limits and friction on the joints."),
            new Entry("cfrc_ext", "External force on each body, torque first; filled by rnePostConstraint."));

    /** Sizes that the binding asks for beside those that give the arrays their lengths. */
    private static final List<String> SIZES = List.of("nq", "nv", "nu", "nbody", "ngeom");

    private static final List<Entry> CONSTANTS = List.of(
            new Entry("mjVERSION_HEADER", "What mj_version() of the release that this table fits returns."),
            new Entry("mjOBJ_BODY", "Object type of a body."),
            new Entry("mjOBJ_GEOM", "Object type of a geom."),
            new Entry("mjGEOM_PLANE", "Shape: plane."),
            new Entry("mjGEOM_SPHERE", "Shape: sphere."),
            new Entry("mjGEOM_CAPSULE", "Shape: capsule."),
            new Entry("mjGEOM_ELLIPSOID", "Shape: ellipsoid."),
            new Entry("mjGEOM_CYLINDER", "Shape: cylinder."),
            new Entry("mjGEOM_BOX", "Shape: box."),
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
        var lines = new StringBuilder();
        constant(lines, "Bytes of mjModel.", "long", "MODEL_BYTES", model.size());
        constant(
                lines,
                "Where mjModel keeps the length of a step in seconds.",
                "long",
                "MODEL_TIMESTEP",
                model.offset("opt.timestep", "mjtNum"));
        constant(lines, "Bytes of mjData.", "long", "DATA_BYTES", data.size());
        constant(
                lines,
                "Where mjData keeps the simulated time in seconds.",
                "long",
                "DATA_TIME",
                data.offset("time", "mjtNum"));
        constant(
                lines,
                "Where mjData keeps the count of the first warning.",
                "long",
                "DATA_WARNING_COUNT",
                data.offset("warning", "mjWarningStat") + warning.offset("number", "int"));
        constant(lines, "Bytes from one warning's count to the next one's.", "long", "WARNING_BYTES", warning.size());
        constant(
                lines,
                "Bytes of mjVFS.",
                "long",
                "VFS_BYTES",
                headers.struct("mjVFS").size());
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
