package dev.espalier.mujoco;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A compiled MuJoCo model: bodies, joints, actuators and options, but no state of motion.
 *
 * <p>Immutable and safe for use by several threads. Close it after all of its data; what is used after the close throws
 * {@link IllegalStateException}.
 */
public final class MjModel implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(MjModel.class.getPackageName());

    /** Bytes for MuJoCo's message about a model that it cannot load. */
    private static final int MESSAGE_BYTES = 1024;

    private final Functions functions;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment model;
    private final @Nullable Path file;

    private MjModel(Functions functions, MemorySegment address, @Nullable Path file) {
        this.functions = functions;
        this.file = file;
        model = address.reinterpret(Abi.MODEL_BYTES, arena, functions::deleteModel);
    }

    /**
     * Compiles a model from MJCF text, which must not refer to other files.
     *
     * @throws IllegalArgumentException with MuJoCo's own message, if it is not a valid model
     * @throws MujocoLoadException if the MuJoCo library cannot be loaded
     */
    public static MjModel fromXml(String xml) {
        return compile("the given XML", xml.getBytes(StandardCharsets.UTF_8));
    }

    /** Compiles a model from an MJCF file; throws as {@link #fromXml} does. */
    public static MjModel fromFile(Path file) {
        Functions functions = Mujoco.load().functions();
        try (Arena scratch = Arena.ofConfined()) {
            return load(
                    functions,
                    file.toString(),
                    scratch.allocateFrom(file.toString()),
                    MemorySegment.NULL,
                    scratch.allocate(MESSAGE_BYTES),
                    file);
        }
    }

    /** The file that this was compiled from; empty if it came from elsewhere. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Compiles a model of a Gymnasium task by its file name, for example {@code ant.xml}. */
    public static MjModel packed(String name) {
        try (InputStream in = MjModel.class.getResourceAsStream("models/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no model " + name + " is packed");
            }
            return compile(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles a model out of memory, by way of MuJoCo's virtual file system. */
    private static MjModel compile(String name, byte[] xml) {
        Functions functions = Mujoco.load().functions();
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment vfs = scratch.allocate(Abi.VFS_BYTES);
            MemorySegment fileName = scratch.allocateFrom("model.xml");
            functions.defaultVfs(vfs);
            try {
                int status = functions.addBufferVfs(vfs, fileName, scratch.allocateFrom(JAVA_BYTE, xml));
                if (status != 0) {
                    throw new IllegalStateException("MuJoCo cannot hold " + name + " in memory: status " + status);
                }
                return load(functions, name, fileName, vfs, scratch.allocate(MESSAGE_BYTES), null);
            } finally {
                functions.deleteVfs(vfs);
            }
        }
    }

    private static MjModel load(
            Functions functions,
            String name,
            MemorySegment fileName,
            MemorySegment vfs,
            MemorySegment message,
            @Nullable Path file) {
        MemorySegment address;
        // MuJoCo keeps the last parsed XML in a global variable.
        synchronized (functions) {
            address = functions.loadXml(fileName, vfs, message);
        }
        String text = message.getString(0).strip();
        if (address.equals(MemorySegment.NULL)) {
            throw new IllegalArgumentException("MuJoCo cannot load " + name + ": " + text);
        }
        if (!text.isEmpty()) {
            LOGGER.log(System.Logger.Level.WARNING, "MuJoCo on loading " + name + ": " + text);
        }
        var model = new MjModel(functions, address, file);
        try {
            SelfTest.run(model);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Number of joint positions: the length of {@link DataField#QPOS}. */
    public int nq() {
        return size(ModelSize.NQ);
    }

    /** Number of degrees of freedom: the length of {@link DataField#QVEL}. */
    public int nv() {
        return size(ModelSize.NV);
    }

    /** Number of controls: the length of {@link DataField#CTRL}. */
    public int nu() {
        return size(ModelSize.NU);
    }

    /** Number of bodies; body 0 is the world. */
    public int nbody() {
        return size(ModelSize.NBODY);
    }

    /** Number of geoms, the bodies' visible and colliding parts. */
    public int ngeom() {
        return size(ModelSize.NGEOM);
    }

    /** Length of one step in seconds. */
    public double timestep() {
        return model.get(JAVA_DOUBLE, Abi.MODEL_TIMESTEP);
    }

    /** A copy of an array. */
    public double[] get(ModelField field) {
        return array(field.offset, field.rows, field.columns, Double.BYTES).toArray(JAVA_DOUBLE);
    }

    /** A copy of an array. */
    public int[] get(ModelIntField field) {
        return array(field.offset, field.rows, field.columns, Integer.BYTES).toArray(JAVA_INT);
    }

    /** A copy of an array. */
    public float[] get(ModelFloatField field) {
        return array(field.offset, field.rows, field.columns, Float.BYTES).toArray(JAVA_FLOAT);
    }

    private MemorySegment array(long offset, ModelSize rows, int columns, int bytes) {
        return model.get(ADDRESS, offset).reinterpret((long) size(rows) * columns * bytes);
    }

    /**
     * All geoms, in the order of {@link DataField#GEOM_XPOS}.
     *
     * @throws IllegalArgumentException if one is neither a plane nor a solid that formulas describe, but a mesh, say
     */
    public List<Geom> geoms() {
        int[] types = get(ModelIntField.GEOM_TYPE);
        int[] bodies = get(ModelIntField.GEOM_BODYID);
        int[] welds = get(ModelIntField.BODY_WELDID);
        double[] sizes = get(ModelField.GEOM_SIZE);
        float[] colours = get(ModelFloatField.GEOM_RGBA);
        List<Geom> geoms = new ArrayList<>();
        for (int id = 0; id < ngeom(); id++) {
            String name = functions.id2Name(model, Abi.OBJ_GEOM, id);
            GeomShape shape = GeomShape.ofType(name.isEmpty() ? "geom " + id : name, types[id]);
            geoms.add(new Geom(
                    name,
                    functions.id2Name(model, Abi.OBJ_BODY, bodies[id]),
                    shape,
                    Arrays.stream(sizes, 3 * id, 3 * id + shape.sizes()).boxed().toList(),
                    new Geom.Colour(colours[4 * id], colours[4 * id + 1], colours[4 * id + 2], colours[4 * id + 3]),
                    welds[bodies[id]] == 0));
        }
        return List.copyOf(geoms);
    }

    /**
     * The index of a body.
     *
     * @throws IllegalArgumentException if the model has no body of that name
     */
    public int bodyId(String name) {
        int id = functions.name2Id(model, Abi.OBJ_BODY, name);
        if (id < 0) {
            throw new IllegalArgumentException("the model has no body named " + name);
        }
        return id;
    }

    /** A new simulation in the model's start state. Nothing that follows from the state is computed yet. */
    public MjData newData() {
        return new MjData(this);
    }

    int size(ModelSize size) {
        return Math.toIntExact(model.get(JAVA_LONG, size.offset));
    }

    /** mjModel itself; unusable once this object is closed. */
    MemorySegment segment() {
        return model;
    }

    Functions functions() {
        return functions;
    }

    /** Frees the native memory. Closing twice is harmless. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
