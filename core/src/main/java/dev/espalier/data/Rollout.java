package dev.espalier.data;

import dev.espalier.data.BatchMemory.Rows;
import dev.espalier.profile.Phase;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Scope;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Experience of an on-policy agent: what the present policy did, a number of steps in every environment. When it is complete the
 * agent judges it as a whole, learns from it for some epochs, each a pass through all its transitions in random order, and
 * forgets it.
 */
public final class Rollout implements Experience {

    private static final String ENVIRONMENT = "environment";
    private static final String ENDS = "ends";
    private static final int NONE = -1;

    private final ReplayBuffer transitions;
    private final BatchMemory memory;
    private final Room room;
    private final Annotator annotator;
    private final int epochs;

    /** Of each row: where it comes from, and 1 where the next one of that environment does not follow it. */
    private final float[] environment;

    private final float[] ends;

    /** The row of each environment that was added last. */
    private final int[] last;

    private final int[] batch;
    private final int[] batchOfFeatures;
    private float[] notes = {};
    private int[] order = {};
    private int drawn;

    /** Who learns from rollouts. */
    public interface Annotator {

        /** Columns of notes. */
        int notes();

        /**
         * Values a rollout before anything is learnt from it.
         *
         * @param all its transitions, in the order in which they came; not to be kept
         * @param path how they follow each other
         * @return the notes about them, {@code [n, notes]} row by row
         */
        float[] annotate(Batch all, Path path);

        /**
         * All that was to be learnt from a rollout has been.
         *
         * @param all its transitions; not to be kept
         */
        void done(Batch all);
    }

    /**
     * How the transitions of a rollout follow each other. Those of one environment stand in the order in which they came, with
     * those of others between them.
     *
     * @param environment which environment each one comes from, {@code [n]}, counted from 0
     * @param environments how many there are
     * @param ends whether what that environment brought next does not follow it, {@code [n]}
     */
    public record Path(int[] environment, int environments, boolean[] ends) {}

    /**
     * An empty rollout.
     *
     * @param steps of each environment
     * @param epochs passes through a complete rollout
     * @param batch transitions in a mini-batch, at most {@code steps}
     * @throws IllegalArgumentException if so many transitions exceed a Java array
     */
    public Rollout(Room room, int steps, int epochs, int batch, Annotator annotator) {
        long rows = (long) steps * room.environments();
        if (rows > ReplayBuffer.MAX_FLOATS / Math.max(room.observationSize(), annotator.notes())) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a rollout of %d steps in each of %d environments is too large; lower rollout or environments",
                    steps,
                    room.environments()));
        }
        this.room = room;
        this.annotator = annotator;
        this.epochs = epochs;
        transitions = new ReplayBuffer((int) rows, room.observationSize(), room.actionSize());
        memory = new BatchMemory(batch, room.observationSize(), room.actionSize(), annotator.notes(), room.compute());
        environment = new float[(int) rows];
        ends = new float[(int) rows];
        last = new int[room.environments()];
        Arrays.fill(last, NONE);
        this.batch = new int[batch];
        batchOfFeatures = new int[batch];
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

    /** Complete is a rollout that has no room for another step of all environments: some may have lost an episode. */
    @Override
    public int updatesDue() {
        int size = size();
        if (size + room.environments() <= transitions.capacity()) {
            return 0;
        }
        notes = withAll(all -> annotator.annotate(all, path()));
        order = new int[size];
        Arrays.setAll(order, row -> row);
        drawn = 0;
        return epochs * (size / batch.length);
    }

    private Path path() {
        int[] from = new int[size()];
        boolean[] over = new boolean[size()];
        for (int row = 0; row < from.length; row++) {
            from[row] = (int) environment[row];
            over[row] = ends[row] == 1;
        }
        return new Path(from, room.environments(), over);
    }

    private <T> T withAll(Function<Batch, T> reader) {
        Compute compute = room.compute();
        int[] all = new int[size()];
        Arrays.setAll(all, row -> row);
        try (Scope _ = Scope.withoutGradients()) {
            Rows rows = Rows.make(all.length, room.observationSize(), room.actionSize(), 0, compute);
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

    /** The next rows of this epoch; where a mini-batch more would not be full, another epoch begins. */
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

    /** Any rows: extractors know of no epochs. */
    @Override
    public Batch drawForFeatures(RandomGenerator random) {
        try (Phase _ = Phase.of(Phase.REPLAY)) {
            for (int i = 0; i < batchOfFeatures.length; i++) {
                batchOfFeatures[i] = random.nextInt(size());
            }
            return memory.gather(transitions, notes, batchOfFeatures);
        }
    }

    @Override
    public int size() {
        return transitions.size();
    }

    @Override
    public int capacity() {
        return transitions.capacity();
    }

    @Override
    public SequencedMap<String, ArrayData> lastBatches() {
        return memory.state();
    }

    @Override
    public SequencedMap<String, ArrayData> state() {
        SequencedMap<String, ArrayData> state = transitions.state();
        state.put(ENVIRONMENT, column(environment));
        state.put(ENDS, column(ends));
        return state;
    }

    private ArrayData column(float[] values) {
        return new ArrayData(
                ArrayData.Type.F32,
                new long[] {size(), 1},
                MemorySegment.ofArray(values).asSlice(0, (long) size() * Float.BYTES));
    }

    @Override
    public int position() {
        return transitions.position();
    }

    @Override
    public void restore(Map<String, ArrayData> state, int position) {
        transitions.restore(state, position);
        transitions.restore(state, ENVIRONMENT, environment);
        transitions.restore(state, ENDS, ends);
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
