package dev.espalier.agent;

import dev.espalier.profile.Phase;
import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The memory of one mini-batch, made once and refilled. Transitions are gathered straight from the replay's arrays into
 * the tensors' memory, so a batch costs one copy (two on a GPU) and no allocation.
 */
public final class BatchMemory {

    private final int[] indices;
    private final Field observation;
    private final Field action;
    private final Field reward;
    private final Field nextObservation;
    private final Field continues;

    public BatchMemory(int batch, int observationSize, int actionSize, Compute compute) {
        indices = new int[batch];
        observation = new Field(batch, observationSize, compute);
        action = new Field(batch, actionSize, compute);
        reward = new Field(batch, 1, compute);
        nextObservation = new Field(batch, observationSize, compute);
        continues = new Field(batch, 1, compute);
    }

    /** Draws transitions uniformly with replacement. The batch is overwritten by the next draw. */
    public Batch draw(ReplayBuffer replay, RandomGenerator random) {
        try (Phase _ = Phase.of(Phase.REPLAY)) {
            for (int i = 0; i < indices.length; i++) {
                indices[i] = random.nextInt(replay.size());
            }
            replay.gather(indices, this);
            return new Batch(
                    observation.onDevice(),
                    action.onDevice(),
                    reward.onDevice(),
                    nextObservation.onDevice(),
                    continues.onDevice());
        }
    }

    /** Copies of the batch drawn last, by field name. */
    public SequencedMap<String, ArrayData> state() {
        SequencedMap<String, ArrayData> state = new LinkedHashMap<>();
        state.put("observation", Tensors.toArrayData(observation.tensor));
        state.put("action", Tensors.toArrayData(action.tensor));
        state.put("reward", Tensors.toArrayData(reward.tensor));
        state.put("next_observation", Tensors.toArrayData(nextObservation.tensor));
        state.put("continues", Tensors.toArrayData(continues.tensor));
        return state;
    }

    Field observation() {
        return observation;
    }

    Field action() {
        return action;
    }

    Field reward() {
        return reward;
    }

    Field nextObservation() {
        return nextObservation;
    }

    Field continues() {
        return continues;
    }

    /** One tensor of the batch, {@code [batch, width]}, and its memory. */
    static final class Field {

        private final int width;
        private final Tensor tensor;
        private final MemorySegment memory;

        /** The tensor itself on the CPU, else its copy on the device. */
        private final Tensor placed;

        private Field(int batch, int width, Compute compute) {
            this.width = width;
            tensor = torch.zeros(batch, width);
            memory = Tensors.memory(tensor);
            placed = compute.place(tensor);
        }

        private Tensor onDevice() {
            return placed.is_cuda() ? placed.copy_(tensor) : tensor;
        }

        /** Copies entry {@code index} of a replay field into a row. */
        void put(int row, float[] source, int index) {
            MemorySegment.copy(
                    source, index * width, memory, ValueLayout.JAVA_FLOAT, (long) row * width * Float.BYTES, width);
        }
    }
}
