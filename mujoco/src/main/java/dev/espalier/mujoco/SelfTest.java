package dev.espalier.mujoco;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Checks that the field table fits the loaded library: values of a model that are read at the table's offsets must
 * equal those of MuJoCo's own functions. A wrong offset would not crash, but give wrong numbers.
 */
final class SelfTest {

    private static final double TOLERANCE = 1e-9;

    private SelfTest() {}

    /** Throws {@link MujocoLoadException} if the table does not fit. */
    static void run(MjModel model) {
        try (MjData data = model.newData()) {
            // All numbers differ, so that arrays cannot be confused.
            double[] velocity = numbered(model.nv(), 0.001);
            data.set(DataField.QVEL, velocity);
            data.set(DataField.CTRL, numbered(model.nu(), 0.002));
            data.set(DataField.QACC_WARMSTART, numbered(model.nv(), 0.003));
            checkState(model, data, DataField.QPOS, Abi.STATE_QPOS);
            checkState(model, data, DataField.QVEL, Abi.STATE_QVEL);
            checkState(model, data, DataField.CTRL, Abi.STATE_CTRL);
            checkState(model, data, DataField.QACC_WARMSTART, Abi.STATE_WARMSTART);
            check("qpos0", data.get(DataField.QPOS), model.get(ModelField.QPOS0));
            double mass = Arrays.stream(model.get(ModelField.BODY_MASS)).sum();
            check("body_mass", new double[] {model.functions().totalMass(model.segment())}, new double[] {mass});
            data.forward();
            checkPositions(model, data);
        }
    }

    private static void checkState(MjModel model, MjData data, DataField field, int part) {
        Functions functions = model.functions();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(JAVA_DOUBLE, functions.stateSize(model.segment(), part));
            functions.getState(model.segment(), data.segment(), state, part);
            check(field.name(), state.toArray(JAVA_DOUBLE), data.get(field));
        }
    }

    /** Compares the origins of the bodies' frames, mapped to the world by MuJoCo, with xpos. */
    private static void checkPositions(MjModel model, MjData data) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment position = arena.allocate(JAVA_DOUBLE, 3);
            MemorySegment rotation = arena.allocate(JAVA_DOUBLE, 9);
            MemorySegment origin = arena.allocateFrom(JAVA_DOUBLE, 0, 0, 0);
            MemorySegment noTurn = arena.allocateFrom(JAVA_DOUBLE, 1, 0, 0, 0);
            double[] read = data.get(DataField.XPOS);
            double[] expected = new double[read.length];
            for (int body = 0; body < model.nbody(); body++) {
                model.functions().local2Global(data.segment(), position, rotation, origin, noTurn, body);
                MemorySegment.copy(position, JAVA_DOUBLE, 0, expected, 3 * body, 3);
            }
            check("XPOS", expected, read);
        }
    }

    private static double[] numbered(int length, double step) {
        double[] numbers = new double[length];
        Arrays.setAll(numbers, i -> step * (i + 1));
        return numbers;
    }

    static void check(String field, double[] expected, double[] read) {
        boolean equal = expected.length == read.length;
        for (int i = 0; equal && i < read.length; i++) {
            equal = Math.abs(expected[i] - read[i]) <= TOLERANCE * Math.max(1, Math.abs(expected[i]));
        }
        if (!equal) {
            throw new MujocoLoadException(
                    "The field table does not fit the loaded MuJoCo library: " + field + " reads "
                            + Arrays.toString(read) + ", but MuJoCo says " + Arrays.toString(expected) + ".",
                    null);
        }
    }
}
