package dev.espalier.data;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A mini-batch of transitions. The tensors are reused: they hold these values until the next batch but one is drawn.
 *
 * @param observation s, {@code [batch, n_s]}
 * @param action a, {@code [batch, n_a]}, each entry in [-1, 1]
 * @param reward r, {@code [batch, 1]}
 * @param nextObservation s', {@code [batch, n_s]}
 * @param continues 0 where the task ended in s' by its own rules, else 1, {@code [batch, 1]}. A time limit is no such
 *     end: what follows it still has a value
 * @param notes what the algorithm noted about each transition when its rollout was complete, {@code [batch, notes]};
 *     without columns where transitions come out of a replay
 */
public record Batch(
        Tensor observation, Tensor action, Tensor reward, Tensor nextObservation, Tensor continues, Tensor notes) {

    /** Transitions without notes. */
    public Batch(Tensor observation, Tensor action, Tensor reward, Tensor nextObservation, Tensor continues) {
        this(observation, action, reward, nextObservation, continues, torch.zeros(observation.size(0), 0));
    }
}
