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
 * The gates of a network between two prunings, with their expectation theta as a tensor for evaluation mode.
 *
 * @param sampler draws these gates
 * @param theta {@code [units of all layers]}
 */
record LiveGates<N extends Network<N>>(Gates gates, GateSampler<N> sampler, Tensor theta) {

    /** Scales a network in evaluation mode by the expectation of these gates. */
    N expected(N network) {
        return network.scaled(GateSampler.slices(theta, gates.layers(), gates::units));
    }

    /** Copies theta to the tensor that evaluation mode reads. */
    void writeTheta() {
        Tensors.write(theta, gates.theta());
    }

    /**
     * @param network name of the network, for the message
     * @throws DivergenceException if the gates cannot process the usefulness; nothing has changed then
     */
    void requireFinite(String network, Usefulness usefulness, double lossSize) {
        if (!Double.isFinite(lossSize)) {
            throw new DivergenceException(network, "gradient by the output", lossSize);
        }
        for (float relative : gates.relativeUsefulness(usefulness, lossSize)) {
            if (!Float.isFinite(relative)) {
                throw new DivergenceException(network, "usefulness of a unit", relative);
            }
        }
    }

    /** Observes the usefulness of an update and, unless theta is held, updates theta. */
    void step(Usefulness usefulness, double lossSize, Pressure pressure) {
        gates.observe(usefulness, lossSize);
        if (!pressure.isHeld()) {
            gates.step(pressure.price());
            writeTheta();
        }
    }

    /**
     * Opens for good every gate whose theta has been near 1 for long enough.
     *
     * @return whether any gate was opened
     */
    boolean open(Predicate<UnitLayer> mayOpen) {
        boolean anyOpened = gates.decisions().open(mayOpen);
        if (anyOpened) {
            writeTheta();
        }
        return anyOpened;
    }

    void decide(Consumer<GateDecisions> decision) {
        decision.accept(gates.decisions());
        writeTheta();
    }
}
