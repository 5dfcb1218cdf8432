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
     * States in which actions are to be judged: what phi_oa makes of them, whatever the action.
     *
     * @param stateFeatures {@code [batch, dim(z_o)]}
     */
    public Judged judged(Tensor stateFeatures) {
        Tensor begun = phiOa.units() == 0 ? null : phiOa.begin(stateFeatures);
        Tensor passed = phiOa.passed(stateFeatures, 0);
        long from = stateFeatures.size(1);
        return action -> new SplitInput(
                begun == null ? null : phiOa.finish(phiOa.add(begun, action, from)),
                passed,
                phiOa.passed(action, from));
    }

    /** States that were read. */
    @FunctionalInterface
    public interface Judged {

        /** {@code z_oa} of an action in each of them, {@code [batch, n_a]}. */
        SplitInput with(Tensor action);
    }
}
