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
 * A running simulation of a model.
 *
 * <p>Its arrays are in MuJoCo's memory and are copied from and to Java arrays. After a step, derived quantities
 * (positions of bodies, forces, ...) are one step older than the state.
 *
 * <p>Not thread-safe, but may move between threads. Methods throw {@link IllegalStateException} after closing.
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
        data = address.reinterpret(Abi.DATA_BYTES, arena, functions.deleteData);
        for (DataField field : DataField.values()) {
            long length = (long) model.size(field.rows) * field.columns;
            arrays.put(field, data.get(ADDRESS, field.offset).reinterpret(length * Double.BYTES, arena, null));
        }
        state = arena.allocate(JAVA_DOUBLE, functions.stateSize(model.segment(), Abi.STATE_INTEGRATION));
    }

    /** Resets to the model's start state with zero time, velocities and controls, and clears warnings. */
    public void reset() {
        functions.resetData.accept(model.segment(), data);
    }

    /**
     * Resets to a keyframe: time, positions, velocities, activations, controls and mocap bodies.
     *
     * @param keyframe its index, see {@link MjModel#id}
     */
    public void resetTo(int keyframe) {
        functions.resetDataKeyframe(model.segment(), data, keyframe);
    }

    /** Computes all derived quantities from state and controls, without advancing time. */
    public void forward() {
        functions.forward.accept(model.segment(), data);
    }

    /**
     * Computes only the poses of bodies, geoms, sites and flex vertices from joint positions and mocap bodies: {@link
     * DataField#XPOS}, {@link DataField#GEOM_XPOS} and so on.
     */
    public void kinematics() {
        functions.kinematics.accept(model.segment(), data);
        if (model.size(ModelSize.NFLEX) > 0) {
            functions.flex.accept(model.segment(), data);
        }
    }

    /** The contacts of the last computed step, in MuJoCo's order; empty before the first step. */
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
     * @throws UnstableSimulationException after a non-finite or huge number; call {@link #reset} or {@link #setState}
     *     then
     */
    public void step(int steps) {
        for (int i = 0; i < steps; i++) {
            functions.step.accept(model.segment(), data);
        }
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

    /** Computes {@link DataField#CFRC_EXT}, which a step does not update. */
    public void rnePostConstraint() {
        functions.rnePostConstraint.accept(model.segment(), data);
    }

    /** Computes {@link DataField#SUBTREE_LINVEL} and {@link DataField#SUBTREE_ANGMOM}, which a step does not update. */
    public void subtreeVel() {
        functions.subtreeVel.accept(model.segment(), data);
    }

    /**
     * Whether an equality constraint is active.
     *
     * @param constraint its index, see {@link MjModel#id}
     */
    public boolean isActive(int constraint) {
        return constraints().get(JAVA_BYTE, constraint) != 0;
    }

    /** Switches an equality constraint on or off from the next step on, such as a gripper's weld. */
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

    /** Copies {@code count} entries, starting with entry {@code from}, to {@code target[targetFrom...]}. */
    public void read(DataField field, int from, int count, double[] target, int targetFrom) {
        MemorySegment.copy(array(field), JAVA_DOUBLE, (long) from * Double.BYTES, target, targetFrom, count);
    }

    /**
     * Overwrites an array.
     *
     * @throws IllegalArgumentException if the number of values is wrong
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

    /** All that the next step depends on, including the solver's warm start, but without derived quantities. */
    public double[] getState() {
        functions.getState(model.segment(), data, state, Abi.STATE_INTEGRATION);
        return state.toArray(JAVA_DOUBLE);
    }

    /**
     * Restores the result of {@link #getState}: the following steps are bit-equal.
     *
     * @throws IllegalArgumentException if the state has a wrong size
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

    /** Frees the native memory; may be called twice. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
