package dev.espalier.nn;

import dev.espalier.prune.GateDecisions;
import dev.espalier.prune.Gates;
import dev.espalier.prune.UnitLayer;
import dev.espalier.prune.Usefulness;
import dev.espalier.tensor.Tensors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;

/**
 * The gates of a network between two prunings, and their expectation theta as a tensor, which the network in evaluation mode reads.
 *
 * @param sampler draws these gates
 * @param theta {@code [units of all layers]}
 * @param <N> the network's type
 */
record OpenGates<N extends Network<N>>(Gates gates, GateSampler<N> sampler, Tensor theta) {

    /** A network in evaluation mode as these gates are on average. */
    N expected(N network) {
        return network.scaled(GateSampler.slices(theta, gates.layers(), gates::units));
    }

    /** Lets the network in evaluation mode see what theta is now. */
    void writeTheta() {
        Tensors.write(theta, gates.theta());
    }

    /**
     * @param network its name, for the message
     * @throws DivergenceException if the gates could not take in what an update showed; nothing has been changed
     */
    void requireFinite(String network, Usefulness usefulness, double scale) {
        if (!Double.isFinite(scale)) {
            throw new DivergenceException(network, "gradient by the output", scale);
        }
        for (float relative : gates.relativeUsefulness(usefulness, scale)) {
            if (!Float.isFinite(relative)) {
                throw new DivergenceException(network, "usefulness of a unit", relative);
            }
        }
    }

    /** Takes in what an update showed and, unless theta is held, moves theta. */
    void step(Usefulness usefulness, double scale, Pressure pressure) {
        gates.observe(usefulness, scale);
        if (!pressure.isHeld()) {
            gates.step(pressure.perUnit());
            writeTheta();
        }
    }

    /**
     * Opens for good every gate whose theta has long been near 1.
     *
     * @return whether any was opened
     */
    boolean open(Predicate<UnitLayer> mayOpen) {
        boolean anyOpened = gates.decisions().open(mayOpen);
        if (anyOpened) {
            writeTheta();
        }
        return anyOpened;
    }

    /** Decides every gate for good. */
    void decide(Consumer<GateDecisions> decision) {
        decision.accept(gates.decisions());
        writeTheta();
    }
}
