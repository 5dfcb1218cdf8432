package dev.espalier.env;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.Geom;
import dev.espalier.mujoco.MjData;
import dev.espalier.mujoco.MjModel;
import dev.espalier.mujoco.ModelIntField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The visible geoms of a running environment, and their poses. Flexes are boxes of constant size around their vertices.
 *
 * <p>After a step MuJoCo's own poses are one physics step old, and recomputing them would change Ant's next reward. So
 * joint positions and mocap bodies are copied to a separate simulation, which does not affect the episode.
 *
 * <p>Close it before its environment. Not thread-safe.
 */
public final class Scene implements AutoCloseable {

    /** MuJoCo's viewers hide higher groups, which models use for collision geometry. */
    private static final int LAST_SHOWN_GROUP = 2;

    private final MjData watched;
    private final MjData copy;

    /** Indices of the shown geoms in the model. */
    private final int[] shown;

    /** First vertex of each flex, and the total number of vertices. */
    private final int[] flexes;

    private final List<Geom> geoms;
    private final List<String> departures;

    Scene(MjModel model, MjData watched) {
        this.watched = watched;
        List<Geom> all = model.geoms();
        shown = shown(all, model.get(ModelIntField.GEOM_GROUP), model.nskin() > 0);
        geoms = Stream.concat(Arrays.stream(shown).mapToObj(all::get), model.flexes().stream())
                .toList();
        flexes = IntStream.concat(
                        Arrays.stream(model.get(ModelIntField.FLEX_VERTADR)),
                        IntStream.of(Arrays.stream(model.get(ModelIntField.FLEX_VERTNUM))
                                .sum()))
                .toArray();
        departures = departures(model, geoms);
        copy = model.newData();
    }

    /** Geoms in groups that viewers show; all geoms if none of those moves, or if skins, which are not drawn, exist. */
    private static int[] shown(List<Geom> all, int[] groups, boolean skins) {
        int[] visible = IntStream.range(0, groups.length)
                .filter(i -> groups[i] <= LAST_SHOWN_GROUP)
                .toArray();
        boolean moves = Arrays.stream(visible).anyMatch(i -> !all.get(i).fixed());
        return moves && !skins ? visible : IntStream.range(0, groups.length).toArray();
    }

    private static List<String> departures(MjModel model, List<Geom> geoms) {
        List<String> departures = new ArrayList<>();
        for (Geom geom : geoms) {
            if (geom.boxed()) {
                String name = geom.name().isEmpty() ? "a part without a name" : geom.name();
                departures.add(name + " is drawn as the box around it");
            }
        }
        if (geoms.isEmpty()) {
            departures.add("nothing can be seen: the model has no geoms");
        }
        if (Arrays.stream(model.get(ModelIntField.SITE_GROUP)).anyMatch(group -> group <= LAST_SHOWN_GROUP)) {
            departures.add("sites are not drawn");
        }
        if (model.spatialTendons() > 0) {
            departures.add("tendons are not drawn");
        }
        if (model.nskin() > 0) {
            departures.add("skins are not drawn, what lies below them is");
        }
        return List.copyOf(departures);
    }

    /**
     * The poses of the geoms at one moment, in world coordinates in metres, with z up.
     *
     * @param positions {@code [geoms, 3]}, centres
     * @param rotations {@code [geoms, 9]}, matrices row by row, from the geom's frame to the world
     */
    public record Pose(double[] positions, double[] rotations) {}

    /** All shown geoms, in a fixed order. */
    public List<Geom> geoms() {
        return geoms;
    }

    /** Differences between the drawing and the model, as texts; empty if there are none. */
    public List<String> departures() {
        return departures;
    }

    /** The poses of the geoms in the current state. */
    public Pose pose() {
        for (DataField given : List.of(DataField.QPOS, DataField.MOCAP_POS, DataField.MOCAP_QUAT)) {
            copy.set(given, watched.get(given));
        }
        copy.kinematics();
        double[] positions = new double[3 * geoms.size()];
        double[] rotations = new double[9 * geoms.size()];
        for (int i = 0; i < shown.length; i++) {
            copy.read(DataField.GEOM_XPOS, 3 * shown[i], 3, positions, 3 * i);
            copy.read(DataField.GEOM_XMAT, 9 * shown[i], 9, rotations, 9 * i);
        }
        double[] vertices = copy.get(DataField.FLEXVERT_XPOS);
        for (int flex = 0; flex + 1 < flexes.length; flex++) {
            int i = shown.length + flex;
            for (int axis = 0; axis < 3; axis++) {
                positions[3 * i + axis] = middle(vertices, flexes[flex], flexes[flex + 1], axis);
                rotations[9 * i + 4 * axis] = 1;
            }
        }
        return new Pose(positions, rotations);
    }

    /** The mean of the minimum and the maximum coordinate. */
    private static double middle(double[] vertices, int from, int to, int axis) {
        var range = IntStream.range(from, to)
                .mapToDouble(v -> vertices[3 * v + axis])
                .summaryStatistics();
        return (range.getMin() + range.getMax()) / 2;
    }

    @Override
    public void close() {
        copy.close();
    }
}
