package dev.espalier.mujoco;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One running simulation of a model.
 *
 * <p>Its arrays live in MuJoCo's memory and are copied to and from Java arrays. A step leaves what MuJoCo derives from
 * the state (positions of bodies, forces, ...) as it was computed on the way, one step older than the state itself.
 *
 * <p>Not for use by two threads at once, but may move between threads. What is used after a close of this object, or of
 * the model, throws {@link IllegalStateException}.
 */
public final class MjData implements AutoCloseable {

    private static final int[] RESET_WARNINGS = {Abi.WARN_BADQPOS, Abi.WARN_BADQVEL, Abi.WARN_BADQACC, Abi.WARN_BADCTRL
    };

    private final MjModel model;
    private final Functions functions;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment data;
    private final Map<DataField, MemorySegment> arrays = new EnumMap<>(DataField.class);
    private final MemorySegment state;

    MjData(MjModel model) {
        this.model = model;
        functions = model.functions();
        MemorySegment address = functions.makeData(model.segment());
        if (address.equals(MemorySegment.NULL)) {
            arena.close();
            throw new OutOfMemoryError("MuJoCo found no memory for a simulation");
        }
        data = address.reinterpret(Abi.DATA_BYTES, arena, functions::deleteData);
        for (DataField field : DataField.values()) {
            long length = (long) model.size(field.rows) * field.columns;
            arrays.put(field, data.get(ADDRESS, field.offset).reinterpret(length * Double.BYTES, arena, null));
        }
        state = arena.allocate(JAVA_DOUBLE, functions.stateSize(model.segment(), Abi.STATE_INTEGRATION));
    }

    /** Back to the model's start state, with zero time, velocities and controls, and no warnings. */
    public void reset() {
        functions.resetData(model.segment(), data);
    }

    /**
     * To the state of a keyframe: its time, positions, velocities, activations, controls and bodies moved from outside.
     *
     * @param keyframe its index, as {@link MjModel#id} tells it
     */
    public void resetTo(int keyframe) {
        functions.resetDataKeyframe(model.segment(), data, keyframe);
    }

    /** Computes everything that follows from the state and the controls, without advancing the time. */
    public void forward() {
        functions.forward(model.segment(), data);
    }

    /**
     * Computes from the joint positions, and from those of bodies moved from outside, where bodies, geoms, sites and vertices of
     * flexes are: {@link DataField#XPOS}, {@link DataField#GEOM_XPOS} and their like. Nothing else that follows from the state is
     * computed.
     */
    public void kinematics() {
        functions.kinematics(model.segment(), data);
        if (model.size(ModelSize.NFLEX) > 0) {
            functions.flex(model.segment(), data);
        }
    }

    /** What touches in the last computed step, in MuJoCo's order. Empty in a new simulation until its first step. */
    public List<Contact> contacts() {
        int count = data.get(JAVA_INT, Abi.DATA_NCON);
        MemorySegment all = data.get(ADDRESS, Abi.DATA_CONTACT).reinterpret(count * Abi.CONTACT_BYTES, arena, null);
        List<Contact> contacts = new ArrayList<>(count);
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment force = scratch.allocate(JAVA_DOUBLE, 6);
            for (int i = 0; i < count; i++) {
                MemorySegment contact = all.asSlice(i * Abi.CONTACT_BYTES, Abi.CONTACT_BYTES);
                functions.contactForce(model.segment(), data, i, force);
                contacts.add(new Contact(
                        contact.get(JAVA_INT, Abi.CONTACT_GEOM),
                        contact.get(JAVA_INT, Abi.CONTACT_GEOM + Integer.BYTES),
                        contact.get(JAVA_DOUBLE, Abi.CONTACT_DIST),
                        three(contact, Abi.CONTACT_POS),
                        three(contact, Abi.CONTACT_FRAME),
                        three(force, 0)));
            }
        }
        return contacts;
    }

    private static double[] three(MemorySegment segment, long offset) {
        return segment.asSlice(offset, 3 * Double.BYTES).toArray(JAVA_DOUBLE);
    }

    /**
     * Advances by a number of steps.
     *
     * @throws UnstableSimulationException if MuJoCo met a broken number since the last reset; the simulation needs a
     *     {@link #reset} or {@link #setState} before it can go on
     */
    public void step(int steps) {
        functions.step(model.segment(), data, steps);
        for (int warning : RESET_WARNINGS) {
            if (data.get(JAVA_INT, Abi.DATA_WARNING_COUNT + warning * Abi.WARNING_BYTES) != 0) {
                throw new UnstableSimulationException(describe(warning));
            }
        }
    }

    private static String describe(int warning) {
        String quantity = switch (warning) {
            case Abi.WARN_BADQPOS -> "joint position";
            case Abi.WARN_BADQVEL -> "joint velocity";
            case Abi.WARN_BADQACC -> "joint acceleration";
            default -> "control";
        };
        return "The simulation broke down: MuJoCo met a " + quantity
                + " that is not finite or huge, and went on from other numbers";
    }

    /** Computes {@link DataField#CFRC_EXT}, which a step leaves out. */
    public void rnePostConstraint() {
        functions.rnePostConstraint(model.segment(), data);
    }

    /** Computes {@link DataField#SUBTREE_LINVEL} and {@link DataField#SUBTREE_ANGMOM}, which a step leaves out. */
    public void subtreeVel() {
        functions.subtreeVel(model.segment(), data);
    }

    /**
     * Whether an equality constraint holds.
     *
     * @param constraint its index, as {@link MjModel#id} tells it
     */
    public boolean isActive(int constraint) {
        return constraints().get(JAVA_BYTE, constraint) != 0;
    }

    /** Lets an equality constraint hold or not, from the next step on: a gripper's weld, say. */
    public void setActive(int constraint, boolean active) {
        constraints().set(JAVA_BYTE, constraint, (byte) (active ? 1 : 0));
    }

    private MemorySegment constraints() {
        return data.get(ADDRESS, Abi.DATA_EQ_ACTIVE).reinterpret(model.size(ModelSize.NEQ), arena, null);
    }

    /** Simulated time in seconds. */
    public double time() {
        return data.get(JAVA_DOUBLE, Abi.DATA_TIME);
    }

    /** Number of entries of an array. */
    public int length(DataField field) {
        return (int) (array(field).byteSize() / Double.BYTES);
    }

    /** A copy of an array. */
    public double[] get(DataField field) {
        return array(field).toArray(JAVA_DOUBLE);
    }

    /** One entry of an array. */
    public double get(DataField field, int index) {
        return array(field).getAtIndex(JAVA_DOUBLE, index);
    }

    /** Copies {@code count} entries, from entry {@code from} on, to {@code target[targetFrom...]}. */
    public void read(DataField field, int from, int count, double[] target, int targetFrom) {
        MemorySegment.copy(array(field), JAVA_DOUBLE, (long) from * Double.BYTES, target, targetFrom, count);
    }

    /**
     * Overwrites an array.
     *
     * @throws IllegalArgumentException if the number of values is not the array's length
     */
    public void set(DataField field, double[] values) {
        MemorySegment array = array(field);
        if ((long) values.length * Double.BYTES != array.byteSize()) {
            throw new IllegalArgumentException(
                    field + " has " + length(field) + " entries, but " + values.length + " values were given");
        }
        MemorySegment.copy(values, 0, array, JAVA_DOUBLE, 0, values.length);
    }

    /** Number of entries of {@link #getState}. */
    public int stateSize() {
        return (int) (state.byteSize() / Double.BYTES);
    }

    /**
     * Everything that the next step depends on, the solver's warm start included. What MuJoCo derived on the way to this
     * state is not part of it.
     */
    public double[] getState() {
        functions.getState(model.segment(), data, state, Abi.STATE_INTEGRATION);
        return state.toArray(JAVA_DOUBLE);
    }

    /**
     * Continues from what {@link #getState} returned: the steps that follow are bit-equal.
     *
     * @throws IllegalArgumentException if the state is not of this model's size
     */
    public void setState(double[] values) {
        if (values.length != stateSize()) {
            throw new IllegalArgumentException(
                    "a state of this model has " + stateSize() + " entries, but " + values.length + " were given");
        }
        reset();
        MemorySegment.copy(values, 0, state, JAVA_DOUBLE, 0, values.length);
        functions.setState(model.segment(), data, state, Abi.STATE_INTEGRATION);
    }

    /** mjData itself; unusable once this object is closed. */
    MemorySegment segment() {
        return data;
    }

    private MemorySegment array(DataField field) {
        return Objects.requireNonNull(arrays.get(field));
    }

    /** Frees the native memory. Closing twice is harmless. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
