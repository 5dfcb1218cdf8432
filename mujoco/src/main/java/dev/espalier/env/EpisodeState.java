package dev.espalier.env;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.MjData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A running episode as bytes: all that its further course depends on.
 *
 * <p>The physics state alone is not enough. Ant and Humanoid compute speeds from body positions before the step, and
 * after a step MuJoCo's body positions are older than its joint positions. So all arrays are saved, too.
 *
 * <p>Layout (big-endian): magic and version, id, steps, ended or not, the physics state, the number of arrays, the
 * arrays, each with its length. The earlier version has no number and only the first {@value #EARLIER_ARRAYS} arrays.
 *
 * @param elapsedSteps steps so far in the episode
 * @param ended whether the episode is over
 * @param physics MuJoCo's integration state, including the solver's warm start
 * @param arrays arrays of the {@link DataField}s, in their order; of an earlier version the first ones
 */
record EpisodeState(String id, int elapsedSteps, boolean ended, double[] physics, List<double[]> arrays) {

    /** "ESEP" and the version of this layout. */
    private static final long HEADER = 0x4553_4550_0000_0003L;

    private static final long EARLIER_HEADER = 0x4553_4550_0000_0002L;

    /** Up to {@link DataField#CFRC_EXT}. */
    private static final int EARLIER_ARRAYS = 24;

    /** The current state. */
    static EpisodeState of(String id, int elapsedSteps, boolean ended, MjData data) {
        List<double[]> arrays = Arrays.stream(DataField.values()).map(data::get).toList();
        return new EpisodeState(id, elapsedSteps, ended, data.getState(), arrays);
    }

    /** Restores a simulation. */
    void writeTo(MjData data) {
        data.setState(physics);
        DataField[] fields = DataField.values();
        for (int i = 0; i < arrays.size(); i++) {
            data.set(fields[i], arrays.get(i));
        }
    }

    byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeLong(HEADER);
            out.writeUTF(id);
            out.writeInt(elapsedSteps);
            out.writeBoolean(ended);
            write(physics, out);
            out.writeInt(arrays.size());
            for (double[] array : arrays) {
                write(array, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if the bytes are not what {@link #toBytes} writes */
    static EpisodeState fromBytes(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long header = in.readLong();
            if (header != HEADER && header != EARLIER_HEADER) {
                throw new IllegalArgumentException("not an environment state of this version: the header differs");
            }
            String id = in.readUTF();
            int elapsedSteps = in.readInt();
            boolean ended = in.readBoolean();
            double[] physics = read(in);
            List<double[]> arrays = new ArrayList<>();
            int count = header == EARLIER_HEADER ? EARLIER_ARRAYS : in.readInt();
            if (header == HEADER && count != DataField.values().length) {
                throw new IllegalArgumentException("not an environment state: it has " + count + " arrays");
            }
            for (int i = 0; i < count; i++) {
                arrays.add(read(in));
            }
            if (in.available() > 0) {
                throw new IllegalArgumentException(
                        "not an environment state: " + in.available() + " bytes follow its end");
            }
            return new EpisodeState(id, elapsedSteps, ended, physics, arrays);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "not an environment state: its " + bytes.length + " bytes are cut short or damaged", e);
        }
    }

    /** @throws IllegalArgumentException if this is a state of another task or another model */
    void requireFits(String expectedId, MjData data) {
        // Compares names, as a model's file may have been moved.
        if (!Environments.name(id).equals(Environments.name(expectedId))) {
            throw new IllegalArgumentException("the state is of " + id + ", not of " + expectedId);
        }
        requireLength("physics state", physics, data.stateSize());
        DataField[] fields = DataField.values();
        for (int i = 0; i < arrays.size(); i++) {
            requireLength(fields[i].name(), arrays.get(i), data.length(fields[i]));
        }
    }

    private void requireLength(String name, double[] values, int expected) {
        if (values.length != expected) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the state of %s has %d entries of %s, expected %d",
                    id,
                    values.length,
                    name,
                    expected));
        }
    }

    private static void write(double[] values, DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private static double[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available() / Double.BYTES) {
            throw new IllegalArgumentException("not an environment state: an array of " + length + " entries");
        }
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }
}
