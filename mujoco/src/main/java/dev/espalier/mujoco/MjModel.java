package dev.espalier.mujoco;

import java.nio.file.Path;

/** A compiled MuJoCo model. Immutable and safe for use by several threads; close it after all of its data. */
@SuppressWarnings("DoNotCallSuggester")
public final class MjModel implements AutoCloseable {

    private static UnsupportedOperationException soon() {
        return new UnsupportedOperationException("not written yet");
    }

    private MjModel() {}

    /** Compiles a model from MJCF text. */
    public static MjModel fromXml(String xml) {
        throw soon();
    }

    /** Compiles a model from an MJCF file. */
    public static MjModel fromFile(Path file) {
        throw soon();
    }

    /** Compiles one of the packed Gymnasium models, for example {@code ant.xml}. */
    public static MjModel packed(String name) {
        throw soon();
    }

    public int nq() {
        throw soon();
    }

    public int nv() {
        throw soon();
    }

    public int nu() {
        throw soon();
    }

    public int na() {
        throw soon();
    }

    public int nbody() {
        throw soon();
    }

    public int ngeom() {
        throw soon();
    }

    /** Length of one physics step in seconds. */
    public double timestep() {
        throw soon();
    }

    /** A copy of one array. */
    public double[] get(ModelField field) {
        throw soon();
    }

    /** The index of a named body; throws IllegalArgumentException if there is none. */
    public int bodyId(String name) {
        throw soon();
    }

    public int geomId(String name) {
        throw soon();
    }

    public int siteId(String name) {
        throw soon();
    }

    public int jointId(String name) {
        throw soon();
    }

    /** A new simulation of this model in its start state (as after mj_resetData; nothing derived is computed). */
    public MjData newData() {
        throw soon();
    }

    @Override
    public void close() {}
}
