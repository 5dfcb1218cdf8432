package dev.espalier.export;

import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Normalisation;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.StoredWeights;
import dev.espalier.policy.WeightFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The effective part of a policy, which is exported. Layers without units are dropped if they hand on their input. If
 * such a layer does not, the next layer has no input and its output is constant, so all layers before it are dropped.
 *
 * @param observationSize entries of an observation
 * @param read inputs of the first layer: the whole observation, or 0
 * @param normalisation normalisation of the input, or null
 * @param layers layers with units
 * @param format format of the stored weights
 * @param weights stored weights of these layers
 * @param centre centre of the range of each action entry, {@code [action size]}
 * @param halfWidth half the width of each range, {@code [action size]}
 */
record ExportedPolicy(
        int observationSize,
        int read,
        @Nullable Normalisation normalisation,
        List<Layer> layers,
        WeightFormat format,
        List<StoredWeights> weights,
        float[] centre,
        float[] halfWidth) {

    ExportedPolicy {
        layers = List.copyOf(layers);
        weights = List.copyOf(weights);
    }

    /**
     * Extracts the effective part of a policy.
     *
     * @param golden golden vectors, which all formats include for tests on the target
     * @throws IllegalArgumentException if a number is not finite in single precision, the policy has no inputs or no
     *     outputs, or a golden vector is missing or has a wrong size
     */
    static ExportedPolicy of(RoundedPolicy rounded, List<PolicyBundle.Golden> golden) {
        Policy policy = rounded.policy();
        if (policy.observationSize() == 0 || policy.actionSize() == 0) {
            throw new IllegalArgumentException("a policy from %s to %s entries decides nothing"
                    .formatted(policy.observationSize(), policy.actionSize()));
        }
        requireFitting(policy, golden);
        int read = policy.observationSize();
        List<Layer> layers = new ArrayList<>();
        List<StoredWeights> weights = new ArrayList<>();
        List<Layer> all = policy.network().layers();
        for (int i = 0; i < all.size(); i++) {
            Layer layer = all.get(i);
            requireFinite("a weight of layer " + i, layer.weights());
            requireFinite("a bias of layer " + i, layer.bias());
            if (layer.outputs() > 0) {
                layers.add(layer);
                weights.add(rounded.weights().get(i));
            } else if (!layer.handsOn()) {
                layers.clear();
                weights.clear();
                read = 0;
            }
        }
        ActionRange range = policy.range();
        double[] low = range.low();
        double[] high = range.high();
        float[] centre = new float[range.size()];
        float[] halfWidth = new float[range.size()];
        for (int i = 0; i < centre.length; i++) {
            centre[i] = (float) ((low[i] + high[i]) / 2);
            halfWidth[i] = (float) ((high[i] - low[i]) / 2);
        }
        requireFinite("the centre of an action's range", centre);
        requireFinite("the width of an action's range", halfWidth);
        return new ExportedPolicy(
                policy.observationSize(),
                read,
                read == 0 ? null : policy.network().normalisation(),
                layers,
                rounded.format(),
                weights,
                centre,
                halfWidth);
    }

    /** Size of all constants but the range of actions: stored weights, biases, means and deviations. */
    long bytes() {
        long floats = normalisation == null ? 0 : 2L * normalisation.size();
        for (Layer layer : layers) {
            floats += layer.bias().length;
        }
        return floats * Float.BYTES
                + weights.stream().mapToLong(StoredWeights::bytes).sum();
    }

    int actionSize() {
        return centre.length;
    }

    /** Whether the range of each entry is centred at 0. */
    boolean isCentred() {
        return hasOnly(0, centre);
    }

    /** Whether the range of each entry is 2 wide, like that of tanh. */
    boolean hasUnitWidth() {
        return hasOnly(1, halfWidth);
    }

    /** Entries in single precision, row by row. */
    static float[] entries(List<double[]> rows) {
        int width = rows.get(0).length;
        float[] entries = new float[rows.size() * width];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = (float) rows.get(i / width)[i % width];
        }
        return entries;
    }

    private static boolean hasOnly(float value, float[] values) {
        for (float other : values) {
            if (other != value) {
                return false;
            }
        }
        return true;
    }

    private static void requireFitting(Policy policy, List<PolicyBundle.Golden> golden) {
        if (golden.isEmpty()) {
            throw new IllegalArgumentException("without golden vectors nobody could test an exported policy");
        }
        for (PolicyBundle.Golden vector : golden) {
            if (vector.observation().length != policy.observationSize()
                    || vector.action().length != policy.actionSize()) {
                throw new IllegalArgumentException(
                        "a golden vector from %s to %s entries does not fit a policy from %s to %s"
                                .formatted(
                                        vector.observation().length,
                                        vector.action().length,
                                        policy.observationSize(),
                                        policy.actionSize()));
            }
            requireFinite("a golden observation", entries(List.of(vector.observation())));
            requireFinite("a golden action", entries(List.of(vector.action())));
        }
    }

    private static void requireFinite(String what, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "%s is %s; only finite numbers of single precision can be exported".formatted(what, value));
            }
        }
    }
}
