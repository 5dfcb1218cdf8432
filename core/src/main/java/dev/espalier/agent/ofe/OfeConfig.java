package dev.espalier.agent.ofe;

import static dev.espalier.settings.Settings.atLeast;
import static dev.espalier.settings.Settings.positive;
import static dev.espalier.settings.Settings.positiveFraction;

import org.jspecify.annotations.Nullable;

/**
 * The settings of the feature extractors. Defaults are stated in {@code defaults.yml} alone.
 *
 * @param units units of each layer of phi_o and of phi_oa; 0 for an agent without extractors
 * @param layers layers of phi_o, and as many of phi_oa; null for what OFENet's authors chose for the task
 * @param learningRate Adam's step size
 * @param pretrainUpdates updates of the extractors on the data of the random policy, before the agent learns
 * @param batchNormMomentum share of a mini-batch's statistics in the running ones, in (0, 1]
 * @param batchNormEpsilon added to the variance before the square root
 */
public record OfeConfig(
        int units,
        @Nullable Integer layers,
        double learningRate,
        int pretrainUpdates,
        double batchNormMomentum,
        double batchNormEpsilon) {

    /** @throws dev.espalier.settings.InvalidSettingException if a value is out of its range */
    public OfeConfig {
        atLeast("units", units, 0);
        if (layers != null) {
            atLeast("layers", layers, 1);
        }
        positive("learning_rate", learningRate);
        atLeast("pretrain_updates", pretrainUpdates, 0);
        positiveFraction("batch_norm_momentum", batchNormMomentum);
        positive("batch_norm_epsilon", batchNormEpsilon);
    }

    /** Whether the agent reads features instead of observations. */
    public boolean present() {
        return units > 0;
    }
}
