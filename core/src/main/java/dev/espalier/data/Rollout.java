package dev.espalier.data;

import dev.espalier.data.BatchMemory.Rows;
import dev.espalier.profile.Phase;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import java.util.Arrays;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The experience of an on-policy agent: a rollout, a fixed number of steps of the present policy in every environment.
 * When it is complete, the agent annotates it as a whole, learns from it for some epochs, each one pass over all
 * transitions in random order, and discards it.
 */
public final class Rollout extends Experience {

    private static final String ENVIRONMENT = "environment";
    private static final String ENDS = "ends";
    private static final int NONE = -1;

    private final Dimensions dimensions;
    private final Annotator annotator;
    private final int epochs;

    /** For each row: its environment, and 1 if the next row of that environment does not continue it. */
    private final float[] environment;

    private final float[] ends;

    /** For each environment: its last row. */
    private final int[] last;

    private final int[] batch;
    private final int[] batchOfFeatures;
    private float[] notes = {};
    private int[] order = {};
    private int drawn;

    /** An algorithm that learns from rollouts. */
    public interface Annotator {

        /** Number of columns of notes. */
        int notes();

        /**
         * Computes notes about a rollout before learning starts.
         *
         * @param all all its transitions, in time order; do not keep them
         * @param path how they follow each other
         * @return the notes, {@code [n, notes]} in row-major order
         */
        float[] annotate(Batch all, Path path);

        /**
         * Called when learning from a rollout is complete.
         *
         * @param all all its transitions; do not keep them
         */
        void done(Batch all);
    }

    /**
     * How the transitions of a rollout follow each other. The transitions of one environment are in time order, with
     * those of other environments between them.
     *
     * @param environment environment of each transition, {@code [n]}, counted from 0
     * @param environments number of environments
     * @param ends whether the environment's next transition does not continue this one, {@code [n]}
     */
    public record Path(int[] environment, int environments, boolean[] ends) {}

    /**
     * An empty rollout.
     *
     * @param steps steps in each environment
     * @param epochs passes over a complete rollout
     * @param batch transitions in a mini-batch, at most {@code steps}
     * @throws IllegalArgumentException if the transitions exceed the maximum size of a Java array
     */
    public Rollout(Dimensions dimensions, int steps, int epochs, int batch, Annotator annotator) {
        super(dimensions, rows(dimensions, steps, annotator), batch, annotator.notes());
        this.dimensions = dimensions;
        this.annotator = annotator;
        this.epochs = epochs;
        environment = new float[transitions.capacity()];
        ends = new float[transitions.capacity()];
        last = new int[dimensions.environments()];
        Arrays.fill(last, NONE);
        this.batch = new int[batch];
        batchOfFeatures = new int[batch];
    }

    private static int rows(Dimensions dimensions, int steps, Annotator annotator) {
        long rows = (long) steps * dimensions.environments();
        if (rows > ReplayBuffer.MAX_FLOATS / Math.max(dimensions.observationSize(), annotator.notes())) {
            throw new IllegalArgumentException(
                    "a rollout of %s steps in each of %s environments is too large; lower rollout or environments"
                            .formatted(steps, dimensions.environments()));
        }
        return (int) rows;
    }

    @Override
    public void add(
            int from,
            double[] observation,
            float[] action,
            double reward,
            double[] nextObservation,
            boolean terminated,
            boolean over) {
        int row = transitions.size();
        if (row == transitions.capacity()) {
            throw new IllegalStateException("the rollout is complete");
        }
        transitions.add(observation, action, reward, nextObservation, terminated);
        environment[row] = from;
        ends[row] = over ? 1 : 0;
        last[from] = row;
    }

    @Override
    public void cut(int from) {
        if (last[from] != NONE) {
            ends[last[from]] = 1;
        }
    }

    /**
     * A rollout is complete if a further step of all environments does not fit: some may have lost an episode. It is
     * annotated when this is first asked of the complete rollout.
     */
    @Override
    public int updatesDue() {
        int size = size();
        if (size + dimensions.environments() <= transitions.capacity()) {
            return 0;
        }
        if (order.length == 0) {
            notes = withAll(all -> annotator.annotate(all, path()));
            order = new int[size];
            Arrays.setAll(order, row -> row);
            drawn = 0;
        }
        return epochs * (size / batch.length);
    }

    private Path path() {
        int[] from = new int[size()];
        boolean[] over = new boolean[size()];
        for (int row = 0; row < from.length; row++) {
            from[row] = (int) environment[row];
            over[row] = ends[row] == 1;
        }
        return new Path(from, dimensions.environments(), over);
    }

    private <T> T withAll(Function<Batch, T> reader) {
        Compute compute = dimensions.compute();
        int[] all = new int[size()];
        Arrays.setAll(all, row -> row);
        try (Scope _ = Scope.withoutGradients()) {
            Rows rows = Rows.make(all.length, dimensions.observationSize(), dimensions.actionSize(), 0, compute);
            transitions.gather(all, rows);
            return reader.apply(rows.onDevice());
        }
    }

    @Override
    public void updatesDone() {
        withAll(all -> {
            annotator.done(all);
            return all;
        });
        transitions.clear();
        Arrays.fill(last, NONE);
        notes = new float[0];
        order = new int[0];
    }

    /** Draws the next rows of this epoch; the next epoch starts when the rest would not fill a mini-batch. */
    @Override
    public Batch draw(RandomGenerator random) {
        try (Phase _ = Phase.of(Phase.REPLAY)) {
            int start = drawn++ % (order.length / batch.length) * batch.length;
            if (start == 0) {
                shuffle(order, random);
            }
            System.arraycopy(order, start, batch, 0, batch.length);
            return memory.gather(transitions, notes, batch);
        }
    }

    private static void shuffle(int[] values, RandomGenerator random) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }

    /** Draws rows uniformly: the extractors do not learn in epochs. */
    @Override
    public Batch drawForFeatures(RandomGenerator random) {
        return drawUniformly(batchOfFeatures, notes, random);
    }

    @Override
    public SequencedMap<String, ArrayData> state() {
        SequencedMap<String, ArrayData> state = super.state();
        state.put(ENVIRONMENT, transitions.column(environment, 1));
        state.put(ENDS, transitions.column(ends, 1));
        return state;
    }

    @Override
    public void restore(Map<String, ArrayData> state, int position) {
        super.restore(state, position);
        transitions.restore(state, ENVIRONMENT, environment);
        transitions.restore(state, ENDS, ends);
        order = new int[0];
        Arrays.fill(last, NONE);
        for (int row = 0; row < size(); row++) {
            if (environment[row] < 0 || environment[row] >= last.length) {
                throw new IllegalArgumentException("the stored rollout has a step of environment " + environment[row]
                        + ", but there are " + last.length);
            }
            last[(int) environment[row]] = row;
        }
    }
}
