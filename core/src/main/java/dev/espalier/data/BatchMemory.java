package dev.espalier.data;

import dev.espalier.store.ArrayData;
import dev.espalier.tensor.Compute;
import dev.espalier.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The memory of mini-batches, allocated once and refilled. It holds two batches, so that the extractors and the agent
 * can learn from one each at the same time. Transitions are copied directly from the replay buffer's arrays to the
 * tensors' memory: one copy (two on a GPU) and no allocation.
 */
final class BatchMemory {

    private Rows last;
    private Rows next;

    /** The memory of one batch. */
    record Rows(Field observation, Field action, Field reward, Field nextObservation, Field continues, Field notes) {

        static Rows make(int batch, int observationSize, int actionSize, int notes, Compute compute) {
            return new Rows(
                    new Field(batch, observationSize, compute),
                    new Field(batch, actionSize, compute),
                    new Field(batch, 1, compute),
                    new Field(batch, observationSize, compute),
                    new Field(batch, 1, compute),
                    new Field(batch, notes, compute));
        }

        Batch onDevice() {
            return new Batch(
                    observation.onDevice(),
                    action.onDevice(),
                    reward.onDevice(),
                    nextObservation.onDevice(),
                    continues.onDevice(),
                    notes.onDevice());
        }

        private SequencedMap<String, ArrayData> state(String prefix) {
            SequencedMap<String, ArrayData> state = new LinkedHashMap<>();
            state.put(prefix + "observation", Tensors.toArrayData(observation.tensor));
            state.put(prefix + "action", Tensors.toArrayData(action.tensor));
            state.put(prefix + "reward", Tensors.toArrayData(reward.tensor));
            state.put(prefix + "next_observation", Tensors.toArrayData(nextObservation.tensor));
            state.put(prefix + "continues", Tensors.toArrayData(continues.tensor));
            if (notes.width > 0) {
                state.put(prefix + "notes", Tensors.toArrayData(notes.tensor));
            }
            return state;
        }
    }

    /**
     * Allocates memory for two batches.
     *
     * @param notes columns of {@link Batch#notes}
     */
    BatchMemory(int batch, int observationSize, int actionSize, int notes, Compute compute) {
        last = Rows.make(batch, observationSize, actionSize, notes, compute);
        next = Rows.make(batch, observationSize, actionSize, notes, compute);
    }

    /**
     * Gathers transitions into a batch, which stays valid until two more batches are gathered.
     *
     * @param notes notes of all transitions in the buffer, {@code [size, notes]} in row-major order
     * @param indices one index for each row of the batch
     */
    Batch gather(ReplayBuffer buffer, float[] notes, int[] indices) {
        Rows gathered = next;
        next = last;
        last = gathered;
        buffer.gather(indices, gathered);
        if (notes.length > 0) {
            for (int row = 0; row < indices.length; row++) {
                gathered.notes().put(row, notes, indices[row]);
            }
        }
        return gathered.onDevice();
    }

    /** Copies of the last batch, by field name, and of the one before it, with the prefix {@code previous.}. */
    SequencedMap<String, ArrayData> state() {
        SequencedMap<String, ArrayData> state = last.state("");
        // After the last draw, this memory holds the batch before it.
        state.putAll(next.state("previous."));
        return state;
    }

    /** One tensor of a batch, {@code [batch, width]}, and its memory. */
    static final class Field {

        private final int width;
        private final Tensor tensor;
        private final MemorySegment memory;

        /** On the CPU the tensor itself, else its copy on the device. */
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

        /** Copies entry {@code index} of a replay buffer's field to a row. */
        void put(int row, float[] source, int index) {
            MemorySegment.copy(
                    source, index * width, memory, ValueLayout.JAVA_FLOAT, (long) row * width * Float.BYTES, width);
        }
    }
}
