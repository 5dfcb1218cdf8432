package dev.espalier.data;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A mini-batch of transitions. The tensors are reused: their values stay valid until two more batches are drawn.
 *
 * @param observation s, {@code [batch, n_s]}
 * @param action a, {@code [batch, n_a]}, each entry in [-1, 1]
 * @param reward r, {@code [batch, 1]}
 * @param nextObservation s', {@code [batch, n_s]}
 * @param continues 0 if the task terminated in s', else 1, {@code [batch, 1]}. A time limit does not terminate the
 *     task: states after it still have a value
 * @param notes values that the algorithm attached to each transition when its rollout was complete,
 *     {@code [batch, notes]}; no columns for transitions from a replay buffer
 */
public record Batch(
        Tensor observation, Tensor action, Tensor reward, Tensor nextObservation, Tensor continues, Tensor notes) {

    /** A mini-batch without notes. */
    public Batch(Tensor observation, Tensor action, Tensor reward, Tensor nextObservation, Tensor continues) {
        this(observation, action, reward, nextObservation, continues, torch.zeros(observation.size(0), 0));
    }
}
