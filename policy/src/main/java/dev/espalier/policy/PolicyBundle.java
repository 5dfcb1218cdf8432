package dev.espalier.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy as a folder with two files that any language can read. <ul> <li>{@value #DESCRIPTION}: its layers. Layer i
 * has the arrays {@code i.weight}, {@code [outputs, inputs]}, and {@code i.bias}, {@code [outputs]}, and the {@code
 * activation} none, relu or swish. If {@code hands_on} is true, the next layer reads its outputs followed by its
 * inputs. The last outputs go through tanh and are scaled from [-1, 1] to {@code [action_low, action_high]}. With
 * {@code normalisation}, layer 0 reads {@code (observation - mean) / deviation}, clipped to its {@code limit} on both
 * sides, with the arrays {@code observation.mean} and {@code observation.deviation}. {@code weights} names the {@link
 * WeightFormat} of all layers; without it they are 32-bit floats. Integers have the array {@code i.scale}, {@code
 * [outputs]}, and those of 4 bits are pairs in bytes, as in {@link StoredWeights}. {@code checksum} is the {@link
 * Checksum} of both files. {@code made} is the {@link Origin}, for information only. <li>{@value #WEIGHTS}: these
 * arrays in the safetensors format, and golden vectors of the policy: {@code golden.observation}, {@code
 * [rows, observation_size]}, and {@code golden.action}, {@code [rows, action_size]}. </ul>
 *
 * @param origin empty if the description does not tell it
 * @param hasChecksum whether any damage would have been found; without a checksum, as in the first bundles, only what
 *     golden vectors show
 */
public record PolicyBundle(
        Policy policy, String task, List<Golden> golden, Optional<Origin> origin, boolean hasChecksum) {

    /** The format's name in the description. */
    public static final String FORMAT = "espalier-policy";

    /** The newest version of the format; this class reads all versions. */
    public static final int VERSION = 3;

    /** The version of bundles with 32-bit weights and a normalisation, which older programs can read. */
    public static final int VERSION_WITH_FLOAT32 = 2;

    /** The version of bundles with 32-bit weights and without normalisation, which the oldest programs can read. */
    public static final int VERSION_WITHOUT_NORMALISATION = 1;

    /** Entry of the description that names the {@link WeightFormat}. */
    public static final String WEIGHT_FORMAT = "weights";

    /** File of the description. */
    public static final String DESCRIPTION = "policy.json";

    /** File of the arrays. */
    public static final String WEIGHTS = "policy.safetensors";

    /**
     * An observation and the trainer's action for it.
     *
     * @param observation {@code [observation_size]}
     * @param action {@code [action_size]}
     */
    public record Golden(double[] observation, double[] action) {}

    /**
     * Where a policy comes from.
     *
     * @param steps environment steps of training
     * @param parameters deployed parameters, as the paper counts them
     * @param undecidedGates gates with theta still between 0 and 1, folded into the weights as the factor theta
     */
    public record Origin(long steps, long parameters, long undecidedGates) {}

    public PolicyBundle {
        golden = List.copyOf(golden);
    }

    /**
     * Allowed deviation from golden vectors, which are checked if there is no checksum; in units of the largest
     * absolute value of an action entry if that is above 1. Both computed the same sums in the same order.
     */
    private static final double MAX_DEVIATION = 1e-4;

    /**
     * Reads a bundle. Refuses a wrong checksum or, without one as in earlier versions, wrong actions for golden
     * vectors.
     *
     * @throws IOException if a file cannot be read, is damaged or invalid; the message names it
     */
    public static PolicyBundle read(Path folder) throws IOException {
        Path description = folder.resolve(DESCRIPTION);
        Path weights = folder.resolve(WEIGHTS);
        byte[] descriptionBytes = Files.readAllBytes(description);
        byte[] weightBytes = Files.readAllBytes(weights);
        Description described = parsed(
                description, () -> Description.of(Json.read(new String(descriptionBytes, StandardCharsets.UTF_8))));
        if (described.has(Checksum.ENTRY)) {
            parsed(description, () -> requireChecksum(described, descriptionBytes, weightBytes));
        }
        Optional<Origin> origin = parsed(description, described::origin);
        return parsed(weights, () -> {
            PolicyBundle bundle = bundle(described, origin, StoredArrays.of(weightBytes));
            if (!described.has(Checksum.ENTRY)) {
                bundle.requireGolden();
            }
            return bundle;
        });
    }

    private static Description requireChecksum(Description described, byte[] description, byte[] weights) {
        if (!described.text(Checksum.ENTRY).equals(Checksum.of(description, weights))) {
            throw new IllegalArgumentException("it and " + WEIGHTS
                    + " do not have the checksum that it tells: one of them is damaged or was changed; take another copy, or"
                    + " export the policy anew");
        }
        return described;
    }

    private void requireGolden() {
        double[] action = new double[policy.actionSize()];
        double[] low = policy.range().low();
        double[] high = policy.range().high();
        for (Golden vector : golden) {
            policy.act(vector.observation(), action);
            for (int i = 0; i < action.length; i++) {
                double size = Math.max(1, Math.max(Math.abs(low[i]), Math.abs(high[i])));
                // Negated, so that NaN is refused as well.
                if (!(Math.abs(action[i] - vector.action()[i]) <= MAX_DEVIATION * size)) {
                    throw new IllegalArgumentException(
                            ("the policy gives %s where its golden vectors have %s: it is damaged or was changed; take another"
                                            + " copy, or export the policy anew")
                                    .formatted(action[i], vector.action()[i]));
                }
            }
        }
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    private static <T> T parsed(Path file, Reading<T> reading) throws IOException {
        try {
            return reading.run();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not the file of a policy: " + e.getMessage(), e);
        }
    }

    private static PolicyBundle bundle(Description described, Optional<Origin> origin, StoredArrays arrays) {
        PolicyNetwork network = new PolicyNetwork(normalisation(described, arrays), layers(described, arrays));
        if (network.inputs() != described.observationSize()) {
            throw new IllegalArgumentException("its network reads %s entries, its observations have %s"
                    .formatted(network.inputs(), described.observationSize()));
        }
        Policy policy =
                new Policy(network, new ActionRange(described.numbers("action_low"), described.numbers("action_high")));
        int rows = described.whole("golden_vectors");
        float[] observations = arrays.floats("golden.observation", rows, policy.observationSize());
        float[] actions = arrays.floats("golden.action", rows, policy.actionSize());
        List<Golden> golden = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            golden.add(new Golden(
                    row(observations, row, policy.observationSize()), row(actions, row, policy.actionSize())));
        }
        return new PolicyBundle(policy, described.text("task"), golden, origin, described.has(Checksum.ENTRY));
    }

    private static @Nullable Normalisation normalisation(Description described, StoredArrays arrays) {
        if (!described.has("normalisation")) {
            return null;
        }
        int size = described.observationSize();
        return new Normalisation(
                arrays.floats("observation.mean", size), arrays.floats("observation.deviation", size), (float)
                        described.part("normalisation").number("limit"));
    }

    private static List<PolicyNetwork.Layer> layers(Description described, StoredArrays arrays) {
        WeightFormat format =
                described.has(WEIGHT_FORMAT) ? WeightFormat.of(described.text(WEIGHT_FORMAT)) : WeightFormat.FLOAT32;
        List<PolicyNetwork.Layer> layers = new ArrayList<>();
        for (Description layer : described.group("layers")) {
            int inputs = layer.whole("inputs");
            int outputs = layer.whole("outputs");
            String name = Integer.toString(layers.size());
            layers.add(new PolicyNetwork.Layer(
                    inputs,
                    outputs,
                    arrays.weights(name, format, outputs, inputs).weights(),
                    arrays.floats(name + ".bias", outputs),
                    activation(layer.text("activation")),
                    layer.flag("hands_on")));
        }
        return layers;
    }

    private static PolicyNetwork.Activation activation(String name) {
        for (PolicyNetwork.Activation activation : PolicyNetwork.Activation.values()) {
            if (activation.name().toLowerCase(Locale.ROOT).equals(name)) {
                return activation;
            }
        }
        throw new IllegalArgumentException("its activation is '" + name + "', which does not exist");
    }

    private static double[] row(float[] all, int row, int width) {
        double[] entries = new double[width];
        for (int i = 0; i < width; i++) {
            entries[i] = all[row * width + i];
        }
        return entries;
    }
}
