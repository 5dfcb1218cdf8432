package dev.espalier.nn;

import dev.espalier.prune.Gates;
import dev.espalier.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The gates of a network between two prunings, and their expectation as a tensor.
 *
 * @param draws of these gates
 * @param theta {@code [units of all layers]}, in the memory that the evaluation view reads
 * @param <N> the network's type
 */
record OpenGates<N extends Network<N>>(Gates gates, GateSampler<N> draws, Tensor theta) {

    /** Lets the evaluation view see what theta is now. */
    void writeTheta() {
        Tensors.write(theta, gates.theta());
    }

    /** A network in evaluation mode as these gates are on average. */
    N expected(N network) {
        return network.scaled(GateSampler.slices(theta, gates.layers(), gates::units));
    }
}
