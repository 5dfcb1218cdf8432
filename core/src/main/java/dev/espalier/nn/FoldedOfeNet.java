package dev.espalier.nn;

import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/** Both extractors in evaluation mode, folded for fast evaluation; see {@link FoldedDenseNet}. */
public final class FoldedOfeNet {

    private final FoldedDenseNet phiO;
    private final FoldedDenseNet phiOa;

    FoldedOfeNet(FoldedDenseNet phiO, FoldedDenseNet phiOa) {
        this.phiO = phiO;
        this.phiOa = phiOa;
    }

    /** Folds the current weights. */
    public void refresh() {
        phiO.refresh();
        phiOa.refresh();
    }

    /** The extractor of observations. */
    public FoldedDenseNet ofStates() {
        return phiO;
    }

    /** {@code z_o}: {@code [batch, n_s] -> [batch, dim(z_o)]}. */
    public Tensor stateFeatures(Tensor observation) {
        return phiO.forward(observation);
    }

    /**
     * Computes the part of phi_oa that depends only on the states, {@code [batch, dim(z_o)]}.
     *
     * @return computes {@code z_oa} of an action in each state, {@code [batch, n_a]}
     */
    public Function<Tensor, SplitInput> read(Tensor stateFeatures) {
        Tensor shared = phiOa.units() == 0 ? null : phiOa.partialSums(stateFeatures);
        Tensor passed = phiOa.passed(stateFeatures, 0);
        long from = stateFeatures.size(1);
        return action -> new SplitInput(
                shared == null ? null : phiOa.finish(phiOa.add(shared, action, from)),
                passed,
                phiOa.passed(action, from));
    }
}
