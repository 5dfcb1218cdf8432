package dev.espalier.prune;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/** Settings, structures and gates for tests. */
public final class TestGates {

    private TestGates() {}

    /** Settings in which only what concerns theta is chosen. */
    static PruneConfig config(String optimizer, double learningRate, double start, double tolerance, int patience) {
        return new PruneConfig(
                true,
                "theta",
                "straight_through",
                start,
                optimizer,
                learningRate,
                tolerance,
                patience,
                1_000_000,
                new LeaveOut(0.25, 200_000),
                0.1,
                0.8,
                "cost",
                PruneConfig.Target.NONE,
                1,
                3,
                new PruneConfig.ByRole(1, 1, 1),
                new PruneConfig.ByRole(0, 0, 0));
    }

    /** What an update shows whose gates are all open; it matters to the weighted estimate alone. */
    static Usefulness shown(float... derivatives) {
        float[] open = new float[derivatives.length];
        Arrays.fill(open, 1);
        return Usefulness.ofAll(open, derivatives);
    }

    /** A structure of one network. */
    static Structure structure(String network, Integer... units) {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        hidden.put(network, List.of(units));
        return new Structure(hidden);
    }

    /** One to four networks of one to five layers of 0 to 6 units. */
    static Structure randomStructure(RandomGenerator random) {
        SequencedMap<String, List<Integer>> hidden = new LinkedHashMap<>();
        int networks = random.nextInt(1, 5);
        for (int i = 0; i < networks; i++) {
            hidden.put(
                    "net" + i, random.ints(random.nextInt(1, 6), 0, 7).boxed().toList());
        }
        return new Structure(hidden);
    }

    /** A plan in which about a third of the layers lose units, about half of theirs. */
    static PruningPlan randomPlan(Structure structure, RandomGenerator random) {
        Map<UnitLayer, int[]> kept = new LinkedHashMap<>();
        for (UnitLayer layer : structure.layers()) {
            if (random.nextInt(3) == 0) {
                int[] positions = new int[structure.units(layer)];
                int count = 0;
                for (int i = 0; i < positions.length; i++) {
                    if (random.nextBoolean()) {
                        positions[count++] = i;
                    }
                }
                if (count < positions.length) {
                    kept.put(layer, Arrays.copyOf(positions, count));
                }
            }
        }
        return new PruningPlan(structure, kept);
    }

    /** Overwrites theta. */
    static void setTheta(Gates gates, float... theta) {
        SequencedMap<String, float[]> state = gates.state();
        state.put("theta", theta);
        gates.restore(state);
    }

    /** One number for each gate, standard normal. */
    static float[] normals(int size, RandomGenerator random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
