package dev.espalier.agent.ofe;

import static dev.espalier.settings.Settings.atLeast;
import static dev.espalier.settings.Settings.positive;
import static dev.espalier.settings.Settings.positiveFraction;

import dev.espalier.settings.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the feature extractors. Defaults are stated in {@code defaults.yml} alone.
 *
 * @param units units of each layer of phi_o and of phi_oa; 0 for an agent without extractors
 * @param layers layers of phi_o, and of phi_oa; null for the number that OFENet's authors chose for the task
 * @param learningRate Adam's step size
 * @param pretrainUpdates updates of the extractors on data of the random policy, before the agent learns
 * @param batchNormMomentum weight of a mini-batch's statistics in the running statistics, in (0, 1]
 * @param batchNormEpsilon added to the variance before the square root
 * @param diagonals whether learnable diagonals, which start at 1, scale the pass-through of each layer
 */
public record OfeConfig(
        int units,
        @Nullable Integer layers,
        double learningRate,
        int pretrainUpdates,
        double batchNormMomentum,
        double batchNormEpsilon,
        boolean diagonals) {

    /** Maximum width of a layer. */
    public static final int MAX_UNITS = 4096;

    /** Maximum number of layers of one extractor. */
    public static final int MAX_LAYERS = 64;

    /** @throws dev.espalier.settings.InvalidSettingException if a value is out of its range */
    public OfeConfig {
        atLeast("units", units, 0);
        if (units > MAX_UNITS) {
            throw new InvalidSettingException("units", "is " + units + "; give at most " + MAX_UNITS);
        }
        if (layers != null) {
            atLeast("layers", layers, 1);
            if (layers > MAX_LAYERS) {
                throw new InvalidSettingException("layers", "is " + layers + "; give at most " + MAX_LAYERS);
            }
        }
        positive("learning_rate", learningRate);
        atLeast("pretrain_updates", pretrainUpdates, 0);
        positiveFraction("batch_norm_momentum", batchNormMomentum);
        positive("batch_norm_epsilon", batchNormEpsilon);
    }

    /** Whether the agent reads features instead of observations. */
    public boolean hasExtractors() {
        return units > 0;
    }

    /** The same settings with or without learnable diagonals. */
    public OfeConfig withDiagonals(boolean wanted) {
        return new OfeConfig(units, layers, learningRate, pretrainUpdates, batchNormMomentum, batchNormEpsilon, wanted);
    }
}
