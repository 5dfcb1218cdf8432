package dev.espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayBufferTest {

    private static final int N_S = 3;
    private static final int N_A = 2;

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);

    /** A transition all of whose numbers follow from its number. */
    private static void add(ReplayBuffer replay, int number) {
        replay.add(
                new double[] {number, number + 0.25, number + 0.5},
                new float[] {-number, number * 2},
                number * 3,
                new double[] {number + 1, number + 1.25, number + 1.5},
                number % 4 == 0);
    }

    private Replay replay(int capacity, int batch) {
        return new Replay(new Experience.Dimensions(N_S, N_A, 1, capacity, compute), batch, 1);
    }

    private static void add(Replay replay, int number) {
        replay.add(
                0,
                new double[] {number, number + 0.25, number + 0.5},
                new float[] {-number, number * 2},
                number * 3,
                new double[] {number + 1, number + 1.25, number + 1.5},
                number % 4 == 0,
                number % 3 == 0);
    }

    private static float[] row(Tensor tensor, int row) {
        float[] all = Tensors.toFloats(tensor);
        int width = all.length / (int) tensor.size(0);
        float[] result = new float[width];
        System.arraycopy(all, row * width, result, 0, width);
        return result;
    }

    /** Every drawn row must be one whole transition of those that a plain queue of the same length still holds. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 11, 27})
    void drawsWholeTransitionsOfThoseKept(int added) {
        int capacity = 10;
        Replay replay = replay(capacity, 200);
        Deque<Integer> oracle = new ArrayDeque<>();
        for (int i = 1; i <= added; i++) {
            add(replay, i);
            oracle.addLast(i);
            if (oracle.size() > capacity) {
                oracle.removeFirst();
            }
        }
        assertThat(replay.size()).isEqualTo(oracle.size());

        Batch batch = replay.draw(new SplittableRandom(added));
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            int number = Math.round(row(batch.reward(), i)[0] / 3);
            seen.add(number);
            assertThat(row(batch.observation(), i)).containsExactly(number, number + 0.25f, number + 0.5f);
            assertThat(row(batch.action(), i)).containsExactly(-number, number * 2);
            assertThat(row(batch.nextObservation(), i)).containsExactly(number + 1, number + 1.25f, number + 1.5f);
            assertThat(row(batch.continues(), i)).containsExactly(number % 4 == 0 ? 0 : 1);
        }
        // 200 draws from at most 10: each is missed with a probability below 1e-9.
        assertThat(seen).containsExactlyInAnyOrderElementsOf(oracle);
    }

    @Test
    void drawingTwiceFillsTheSameMemoryAgain() {
        Replay replay = replay(4, 2);
        add(replay, 1);
        Batch first = replay.draw(new SplittableRandom(0));
        for (int i = 2; i <= 5; i++) {
            add(replay, i);
        }
        replay.draw(new SplittableRandom(0));
        assertThat(row(first.reward(), 0))
                .as("the extractors still learn from it")
                .isEqualTo(row(first.reward(), 1));
        replay.draw(new SplittableRandom(0));

        // Transition 1 has been forgotten, so the first batch's memory shows another one now.
        assertThat(row(first.reward(), 0)[0]).isGreaterThan(3f);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 10, 13})
    void restoredReplayGoesOnLikeTheOriginal(int added) {
        ReplayBuffer original = new ReplayBuffer(10, N_S, N_A);
        for (int i = 1; i <= added; i++) {
            add(original, i);
        }
        ReplayBuffer restored = new ReplayBuffer(10, N_S, N_A);
        restored.restore(original.state(), original.position());
        for (int i = 100; i < 107; i++) {
            add(original, i);
            add(restored, i);
        }

        assertThat(restored.position()).isEqualTo(original.position());
        assertThat(contents(restored)).isEqualTo(contents(original));
    }

    /** Every field as a buffer, which compares by content. */
    private static Map<String, ByteBuffer> contents(ReplayBuffer replay) {
        Map<String, ByteBuffer> contents = new LinkedHashMap<>();
        replay.state()
                .forEach((name, data) ->
                        contents.put(name, ByteBuffer.wrap(data.bytes().toArray(ValueLayout.JAVA_BYTE))));
        return contents;
    }

    @Test
    void refusesAStateThatDoesNotFit() {
        ReplayBuffer small = new ReplayBuffer(5, N_S, N_A);
        ReplayBuffer large = new ReplayBuffer(10, N_S, N_A);
        for (int i = 0; i < 8; i++) {
            add(large, i);
        }
        ReplayBuffer wide = new ReplayBuffer(10, N_S + 1, N_A);

        assertThatThrownBy(() -> small.restore(large.state(), large.position()))
                .hasMessage("a replay of 8 transitions at position 8 does not fit a capacity of 5");
        assertThatThrownBy(() -> wide.restore(large.state(), large.position()))
                .hasMessage("the stored replay has no field observation of 8 rows and width 4");
    }

    @Test
    void refusesMoreThanAJavaArrayHolds() {
        assertThatThrownBy(() -> new ReplayBuffer(10_000_000, 348, 17))
                .hasMessage(
                        "replay_capacity 10000000 is too large for observations of 348 entries: at most 6170929 fit; lower replay_capacity or steps");
        assertThatThrownBy(() -> new ReplayBuffer(10_000_000, 17, 348))
                .hasMessage(
                        "replay_capacity 10000000 is too large for actions of 348 entries: at most 6170929 fit; lower replay_capacity or steps");
    }

    /** The bound: one million of HalfCheetah's transitions in at most 200 MB. */
    @Test
    void oneMillionHalfCheetahTransitionsFitIn200Megabytes() {
        ReplayBuffer replay = new ReplayBuffer(1_000_000, 17, 6);
        Random random = new Random(0);
        double[] observation = random.doubles(17).toArray();
        for (int i = 0; i < 1_000_000; i++) {
            replay.add(observation, new float[6], 0, observation, false);
        }

        long bytes = replay.state().values().stream()
                .mapToLong(data -> data.bytes().byteSize())
                .sum();
        assertThat(bytes).isEqualTo(168_000_000L);
    }
}
