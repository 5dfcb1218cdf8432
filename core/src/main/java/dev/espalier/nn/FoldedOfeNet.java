package dev.espalier.nn;

import org.bytedeco.pytorch.Tensor;

/** Both extractors in evaluation mode, prepared for being read; see {@link FoldedDenseNet}. */
public final class FoldedOfeNet {

    private final FoldedDenseNet phiO;
    private final FoldedDenseNet phiOa;

    FoldedOfeNet(FoldedDenseNet phiO, FoldedDenseNet phiOa) {
        this.phiO = phiO;
        this.phiOa = phiOa;
    }

    /** Follows the weights. */
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
     * States to which actions will be joined: what phi_oa computes of the states alone.
     *
     * @param stateFeatures {@code [batch, dim(z_o)]}
     */
    public ReadStates read(Tensor stateFeatures) {
        Tensor shared = phiOa.units() == 0 ? null : phiOa.partialSums(stateFeatures);
        Tensor passed = phiOa.passed(stateFeatures, 0);
        long from = stateFeatures.size(1);
        return action -> new SplitInput(
                shared == null ? null : phiOa.finish(phiOa.add(shared, action, from)),
                passed,
                phiOa.passed(action, from));
    }

    /** States that phi_oa has read. */
    @FunctionalInterface
    public interface ReadStates {

        /** {@code z_oa} of an action in each of them, {@code [batch, n_a]}. */
        SplitInput with(Tensor action);
    }
}
