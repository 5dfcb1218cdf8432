package dev.espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {

    private static final int STEPS = 5;
    private static final int EPOCHS = 3;

    /** Notes the number of each transition, and remembers what it was asked. */
    private static final class Numbering implements Rollout.Annotator {

        private final List<Rollout.Path> paths = new ArrayList<>();
        private final List<float[]> done = new ArrayList<>();

        @Override
        public int notes() {
            return 2;
        }

        @Override
        public float[] annotate(Batch all, Rollout.Path path) {
            paths.add(path);
            float[] rewards = Tensors.toFloats(all.reward());
            float[] notes = new float[2 * rewards.length];
            for (int row = 0; row < rewards.length; row++) {
                notes[2 * row] = rewards[row];
                notes[2 * row + 1] = -rewards[row];
            }
            return notes;
        }

        @Override
        public void done(Batch all) {
            done.add(Tensors.toFloats(all.observation()));
        }
    }

    private final Numbering annotator = new Numbering();

    private Rollout rollout(int environments, int batch) {
        var dimensions = new Experience.Dimensions(1, 1, environments, 1, Compute.on(Compute.Kind.CPU, 1));
        return new Rollout(dimensions, STEPS, EPOCHS, batch, annotator);
    }

    private static void add(Experience rollout, int environment, int number, boolean ends) {
        rollout.add(
                environment, new double[] {number}, new float[] {0.5f}, number, new double[] {number + 1}, ends, ends);
    }

    private static Rollout fill(Rollout rollout, int environments) {
        for (int number = rollout.size(); number < STEPS * environments; number++) {
            assertThat(rollout.updatesDue())
                    .as("updates due after %d transitions", number)
                    .isZero();
            for (int environment = 0; environment < environments; environment++) {
                if (environment > 0) {
                    number++;
                }
                add(rollout, environment, number, number % 4 == 0);
            }
        }
        return rollout;
    }

    /**
     * Every transition once an epoch, each with its own notes; where the last mini-batch would not be full, some are
     * left out.
     */
    @ParameterizedTest
    @CsvSource({"1, 5", "2, 5", "2, 3", "3, 4", "4, 2"})
    void epochsPassThroughAllTransitionsInRandomOrder(int environments, int batch) {
        int size = STEPS * environments;
        Rollout rollout = fill(rollout(environments, batch), environments);
        int perEpoch = size / batch;

        assertThat(rollout.updatesDue()).isEqualTo(EPOCHS * perEpoch);

        var random = new SplittableRandom(3);
        List<List<Integer>> orders = new ArrayList<>();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < perEpoch; i++) {
                Batch drawn = rollout.draw(random);
                float[] rewards = Tensors.toFloats(drawn.reward());
                float[] notes = Tensors.toFloats(drawn.notes());
                float[] next = Tensors.toFloats(drawn.nextObservation());
                float[] continues = Tensors.toFloats(drawn.continues());
                for (int row = 0; row < batch; row++) {
                    order.add((int) rewards[row]);
                    assertThat(notes[2 * row]).isEqualTo(rewards[row]);
                    assertThat(notes[2 * row + 1]).isEqualTo(-rewards[row]);
                    assertThat(next[row]).isEqualTo(rewards[row] + 1);
                    assertThat(continues[row]).isEqualTo(rewards[row] % 4 == 0 ? 0 : 1);
                }
            }
            assertThat(new TreeSet<>(order)).hasSize(perEpoch * batch);
            orders.add(order);
        }
        assertThat(orders).doesNotHaveDuplicates();
    }

    /** A question in the middle of learning neither annotates the rollout again nor begins the epoch anew. */
    @Test
    void askingAgainChangesNothing() {
        Rollout rollout = fill(rollout(1, 1), 1);
        int due = rollout.updatesDue();
        Set<Integer> drawn = new TreeSet<>();
        var random = new SplittableRandom(3);

        for (int i = 0; i < STEPS; i++) {
            for (float reward : Tensors.toFloats(rollout.draw(random).reward())) {
                drawn.add((int) reward);
            }
            assertThat(rollout.updatesDue()).isEqualTo(due);
        }

        assertThat(drawn).hasSize(STEPS);
        assertThat(annotator.paths).hasSize(1);
    }

    @Test
    void thePathSaysWhereEachTransitionComesFromAndWhereEpisodesEnd() {
        Rollout rollout = rollout(2, 2);
        for (int number = 0; number < 10; number += 2) {
            add(rollout, 0, number, number == 4);
            add(rollout, 1, number + 1, false);
        }
        rollout.updatesDue();

        Rollout.Path path = annotator.paths.getFirst();
        assertThat(path.environments()).isEqualTo(2);
        assertThat(path.environment()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        assertThat(path.ends()).containsExactly(false, false, false, false, true, false, false, false, false, false);
    }

    /** Its step is missing, what came before it ends there, and the rollout is complete when no step of all fits in. */
    @Test
    void anEpisodeThatWasGivenUpLeavesNoTrace() {
        Rollout rollout = rollout(2, 2);
        rollout.cut(1);
        add(rollout, 0, 0, false);
        add(rollout, 1, 1, false);
        add(rollout, 0, 2, false);
        rollout.cut(1);
        for (int number = 3; number < 9; number += 2) {
            assertThat(rollout.updatesDue()).isZero();
            add(rollout, 0, number, false);
            add(rollout, 1, number + 1, false);
        }

        assertThat(rollout.updatesDue()).isEqualTo(EPOCHS * 4);
        assertThat(rollout.size()).isEqualTo(9);
        assertThat(annotator.paths.getFirst().ends())
                .containsExactly(false, true, false, false, false, false, false, false, false);
    }

    @Test
    void afterLearningItIsForgotten() {
        Rollout rollout = fill(rollout(1, 5), 1);
        rollout.updatesDue();
        rollout.draw(new SplittableRandom(1));

        rollout.updatesDone();

        assertThat(rollout.size()).isZero();
        assertThat(rollout.position()).isZero();
        assertThat(annotator.done).singleElement().isEqualTo(new float[] {0, 1, 2, 3, 4});
        assertThat(fill(rollout, 1).updatesDue()).isEqualTo(EPOCHS);
    }

    /** Extractors may see any of its transitions, and no epoch goes on for it. */
    @Test
    void extractorsDrawForThemselves() {
        Rollout rollout = fill(rollout(1, 5), 1);
        rollout.updatesDue();
        var random = new SplittableRandom(1);
        var seen = new TreeSet<Float>();
        var algorithms = new TreeSet<Float>();
        for (int i = 0; i < 10; i++) {
            for (float reward : Tensors.toFloats(rollout.drawForFeatures(random).reward())) {
                seen.add(reward);
            }
        }
        for (float reward : Tensors.toFloats(rollout.draw(random).reward())) {
            algorithms.add(reward);
        }

        assertThat(seen).hasSize(5);
        assertThat(algorithms).hasSize(5);
    }

    @Test
    void restoredItGoesOnLikeTheOriginal() {
        Rollout original = rollout(2, 2);
        add(original, 0, 0, true);
        add(original, 1, 1, false);
        add(original, 0, 2, false);
        add(original, 1, 3, false);
        Map<String, ArrayData> stored = copy(original.state());
        Rollout restored = rollout(2, 2);
        restored.restore(stored, original.position());

        for (Rollout rollout : List.of(original, restored)) {
            rollout.cut(1);
            for (int number = 4; number < 10; number += 2) {
                add(rollout, 0, number, false);
                add(rollout, 1, number + 1, false);
            }
            rollout.updatesDue();
        }

        assertThat(annotator.paths).hasSize(2);
        assertThat(annotator.paths.getLast().ends())
                .isEqualTo(annotator.paths.getFirst().ends());
        assertThat(annotator.paths.getLast().ends())
                .containsExactly(true, false, false, true, false, false, false, false, false, false);
        for (int i = 0; i < 8; i++) {
            assertThat(Tensors.toFloats(restored.draw(new SplittableRandom(i)).notes()))
                    .containsExactly(Tensors.toFloats(
                            original.draw(new SplittableRandom(i)).notes()));
        }
    }

    private static Map<String, ArrayData> copy(Map<String, ArrayData> state) {
        Map<String, ArrayData> copy = new LinkedHashMap<>();
        state.forEach((name, data) -> copy.put(
                name,
                new ArrayData(
                        data.type(),
                        data.shape(),
                        MemorySegment.ofArray(data.bytes().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED)))));
        return copy;
    }

    @Test
    void aStoredRolloutOfMoreEnvironmentsIsRefused() {
        Rollout original = rollout(3, 2);
        for (int environment = 0; environment < 3; environment++) {
            add(original, environment, environment, false);
        }

        assertThatThrownBy(() -> rollout(2, 2).restore(original.state(), original.position()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("environment 2");
    }

    @Test
    void aRolloutThatIsTooLargeIsRefused() {
        var dimensions = new Experience.Dimensions(400, 1, 1000, 1, Compute.on(Compute.Kind.CPU, 1));

        assertThatThrownBy(() -> new Rollout(dimensions, 1_000_000, 1, 64, annotator))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000000 steps in each of 1000 environments");
    }
}
