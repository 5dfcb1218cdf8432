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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A compiled MuJoCo model: bodies, joints, actuators and options, without a state.
 *
 * <p>Immutable and thread-safe. Close it after all of its data; then methods throw {@link IllegalStateException}.
 */
public final class MjModel implements AutoCloseable {

    /** Bytes for MuJoCo's error message. */
    private static final int MESSAGE_BYTES = 1024;

    private final Functions functions;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment model;
    private final @Nullable Path file;

    private MjModel(Functions functions, MemorySegment address, @Nullable Path file) {
        this.functions = functions;
        this.file = file;
        model = address.reinterpret(Abi.MODEL_BYTES, arena, functions.deleteModel);
    }

    /**
     * Compiles a model from MJCF text, which must not refer to other files.
     *
     * @throws IllegalArgumentException with MuJoCo's message, if the model is not valid
     * @throws MujocoLoadException if the MuJoCo library cannot be loaded
     */
    public static MjModel fromXml(String xml) {
        return compile("the given XML", xml.getBytes(StandardCharsets.UTF_8));
    }

    /** Compiles a model from an MJCF file; throws like {@link #fromXml}. */
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

    /** The file of the model; empty if it was not compiled from a file. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Compiles a Gymnasium model by its file name, for example {@code ant.xml}. */
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

    /** Compiles a model from memory through MuJoCo's virtual file system. */
    private static MjModel compile(String name, byte[] xml) {
        Functions functions = Mujoco.load().functions();
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment vfs = scratch.allocate(Abi.VFS_BYTES);
            MemorySegment fileName = scratch.allocateFrom("model.xml");
            functions.defaultVfs.accept(vfs);
            try {
                int status = functions.addBufferVfs(vfs, fileName, scratch.allocateFrom(JAVA_BYTE, xml));
                if (status != 0) {
                    throw new IllegalStateException("MuJoCo cannot hold " + name + " in memory: status " + status);
                }
                return load(functions, name, fileName, vfs, scratch.allocate(MESSAGE_BYTES), null);
            } finally {
                functions.deleteVfs.accept(vfs);
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
        // MuJoCo stores the last parsed XML in a global variable.
        synchronized (functions) {
            address = functions.loadXml(fileName, vfs, message);
        }
        String text = message.getString(0).strip();
        if (address.equals(MemorySegment.NULL)) {
            throw new IllegalArgumentException("MuJoCo cannot load " + name + ": " + text);
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

    /** Number of geoms, the visible and colliding parts of bodies. */
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

    /** All geoms, in the order of {@link DataField#GEOM_XPOS}. Geoms share their meshes. */
    public List<Geom> geoms() {
        return new GeomReader(this).geoms();
    }

    /** All flexes (cloth, rope, soft bodies), as their bounding boxes in the start pose. */
    public List<Geom> flexes() {
        return new GeomReader(this).flexes();
    }

    /** Number of skins, which are surfaces that deform with bodies. */
    public int nskin() {
        return size(ModelSize.NSKIN);
    }

    /** Whether an actuator is a muscle, whose control is an excitation from 0 to 1. */
    public boolean isMuscle(int actuator) {
        return get(ModelIntField.ACTUATOR_DYNTYPE)[actuator] == Abi.DYN_MUSCLE;
    }

    /** Number of spatial tendons, as opposed to those that couple joints. */
    public int spatialTendons() {
        int[] parts = get(ModelIntField.WRAP_TYPE);
        return (int) Arrays.stream(get(ModelIntField.TENDON_ADR))
                .filter(first -> parts[first] != Abi.WRAP_JOINT)
                .count();
    }

    /**
     * The index of a part.
     *
     * @throws IllegalArgumentException if there is none of this kind and name
     */
    public int id(ModelObject kind, String name) {
        int id = functions.name2Id(model, kind.type, name);
        if (id < 0) {
            throw new IllegalArgumentException(
                    "the model has no %s named %s".formatted(kind.name().toLowerCase(Locale.ROOT), name));
        }
        return id;
    }

    /**
     * The index of a keyframe.
     *
     * @param name its name, or its index as text if no keyframe has that name: keyframes are often unnamed
     * @throws IllegalArgumentException if there is none
     */
    public int keyframe(String name) {
        boolean named = functions.name2Id(model, ModelObject.KEYFRAME.type, name) >= 0;
        if (!named && name.matches("\\d{1,9}") && Integer.parseInt(name) < size(ModelSize.NKEY)) {
            return Integer.parseInt(name);
        }
        return id(ModelObject.KEYFRAME, name);
    }

    /** The name of a part; empty if it has none. */
    public String name(ModelObject kind, int id) {
        return functions.id2Name(model, kind.type, id);
    }

    /** A new simulation in the start state. Derived quantities are not computed yet. */
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

    /** Frees the native memory; may be called twice. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
