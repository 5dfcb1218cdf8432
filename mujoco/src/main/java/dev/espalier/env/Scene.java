package dev.espalier.env;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.MjData;
import dev.espalier.mujoco.MjModel;
import java.util.List;

/**
 * What of a running environment can be seen: its geoms, and where they are now.
 *
 * <p>After a step MuJoCo's own poses are those of one physics step earlier, and computing them anew would change what Ant
 * is rewarded for next. So the joint positions are copied to a simulation of its own and the poses computed there: looking
 * leaves the episode as it is, bit by bit.
 *
 * <p>Close it before its environment. Not for use by two threads at once.
 */
public final class Scene implements AutoCloseable {

    private final MjData watched;
    private final MjData copy;
    private final List<Geom> geoms;

    Scene(MjModel model, MjData watched) {
        this.watched = watched;
        geoms = model.geoms();
        copy = model.newData();
    }

    /**
     * Where the geoms are at one moment, in the world's frame of metres, with z up.
     *
     * @param positions {@code [geoms, 3]}, of their centres
     * @param rotations {@code [geoms, 9]}, matrices row by row, from a geom's own frame to the world's
     */
    public record Pose(double[] positions, double[] rotations) {}

    /** All geoms, in an order that stays. */
    public List<Geom> geoms() {
        return geoms;
    }

    /** Where the geoms are in the environment's present state. */
    public Pose pose() {
        copy.set(DataField.QPOS, watched.get(DataField.QPOS));
        copy.kinematics();
        return new Pose(copy.get(DataField.GEOM_XPOS), copy.get(DataField.GEOM_XMAT));
    }

    @Override
    public void close() {
        copy.close();
    }
}
