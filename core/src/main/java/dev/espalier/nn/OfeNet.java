package dev.espalier.nn;

import dev.espalier.prune.Axis;
import dev.espalier.prune.Structure;
import dev.espalier.prune.UnitLayer;
import dev.espalier.tensor.Compute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The online feature extractor network (Ota et al., ICML 2020): {@code z_o = phi_o(s)},
 * {@code z_oa = phi_oa([z_o ; a])}, and a linear predictor of the next observation, {@code s_hat' = W_pred z_oa + b}.
 * It learns only from the prediction loss.
 */
public final class OfeNet implements Network<OfeNet> {

    private static final String PHI_O = "phi_o.";
    private static final String PHI_OA = "phi_oa.";

    private final DenseNet phiO;
    private final DenseNet phiOa;
    private final Linear predictor;

    private OfeNet(DenseNet phiO, DenseNet phiOa, Linear predictor) {
        this.phiO = phiO;
        this.phiOa = phiOa;
        this.predictor = predictor;
    }

    /**
     * Creates a trainable network with random weights.
     *
     * @param phiO plan of phi_o
     * @param phiOa plan of phi_oa
     * @param pairFeatures axis of z_oa, the predictor's input
     * @param predicted number of predicted entries of the next observation
     */
    public static OfeNet create(
            DenseNet.Plan phiO,
            DenseNet.Plan phiOa,
            Axis pairFeatures,
            int predicted,
            Structure structure,
            RandomGenerator random,
            Compute compute) {
        var predictor = new Linear.Place(
                "predictor", pairFeatures, pairFeatures.size(structure), Axis.fixed(predicted), predicted);
        return new OfeNet(
                DenseNet.create(phiO, structure, random, compute),
                DenseNet.create(phiOa, structure, random, compute),
                Linear.createGlorot(predictor, random, compute));
    }

    /** {@code z_o}: {@code [batch, n_s] -> [batch, dim(z_o)]}. */
    public Tensor stateFeatures(Tensor observation) {
        return phiO.forward(observation);
    }

    /** {@code z_oa}: {@code [batch, dim(z_o)], [batch, n_a] -> [batch, dim(z_oa)]}. */
    public Tensor pairFeatures(Tensor stateFeatures, Tensor action) {
        return phiOa.forward(torch.cat(new TensorVector(stateFeatures, action), 1));
    }

    /** Predicts the first entries of the next observation: {@code [batch, dim(z_oa)] -> [batch, predicted]}. */
    public Tensor predict(Tensor pairFeatures) {
        return predictor.forward(pairFeatures);
    }

    /** Folds the current values of both extractors, in evaluation mode. */
    public FoldedOfeNet folded(Compute compute) {
        return new FoldedOfeNet(phiO.folded(compute), phiOa.folded(compute));
    }

    @Override
    public SequencedMap<String, Slot> slots() {
        SequencedMap<String, Slot> slots = new LinkedHashMap<>();
        phiO.slots().forEach((name, slot) -> slots.put(PHI_O + name, slot));
        phiOa.slots().forEach((name, slot) -> slots.put(PHI_OA + name, slot));
        predictor.collect(slots);
        return slots;
    }

    @Override
    public OfeNet map(BiFunction<String, Slot, Tensor> change) {
        return new OfeNet(
                phiO.map((name, slot) -> change.apply(PHI_O + name, slot)),
                phiOa.map((name, slot) -> change.apply(PHI_OA + name, slot)),
                predictor.map(change));
    }

    @Override
    public OfeNet scaled(Map<UnitLayer, Tensor> factors) {
        return new OfeNet(phiO.scaled(factors), phiOa.scaled(factors), predictor);
    }

    @Override
    public OfeNet frozen() {
        return new OfeNet(
                phiO.frozen(),
                phiOa.frozen(),
                predictor.map((_, slot) -> slot.tensor().detach()));
    }
}
