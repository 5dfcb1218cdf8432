package dev.espalier.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is shipped: a folder with two files that any language can read.
 *
 * <ul>
 *   <li>{@value #DESCRIPTION}: what it is and how its layers follow each other. Layer i has the arrays {@code i.weight},
 *       {@code [outputs, inputs]}, and {@code i.bias}, {@code [outputs]}, and the {@code activation} none, relu or swish; where
 *       {@code hands_on} is true, the next layer reads its outputs and behind them its inputs. The last layer's outputs go
 *       through tanh and are stretched from [-1, 1] to {@code [action_low, action_high]}.
 *       {@code made} tells where it comes from and is not read.
 *   <li>{@value #WEIGHTS}: these arrays in the safetensors format, and golden vectors: {@code golden.observation}, {@code
 *       [rows, observation_size]}, and {@code golden.action}, {@code [rows, action_size]}, what the trainer's policy does
 *       there.
 * </ul>
 *
 * @param policy what acts
 * @param task what it was trained for
 * @param golden what it has to do
 */
public record PolicyBundle(Policy policy, String task, List<Golden> golden) {

    /** The format's name in its description. */
    public static final String FORMAT = "espalier-policy";

    /** The version of the format that this class reads. */
    public static final int VERSION = 1;

    /** File of the description. */
    public static final String DESCRIPTION = "policy.json";

    /** File of the numbers. */
    public static final String WEIGHTS = "policy.safetensors";

    /**
     * An observation and what the trainer's policy does there.
     *
     * @param observation {@code [observation_size]}
     * @param action {@code [action_size]}
     */
    public record Golden(double[] observation, double[] action) {}

    public PolicyBundle {
        golden = List.copyOf(golden);
    }

    /**
     * Reads a bundle.
     *
     * @throws IOException if a file cannot be read or is not what it should be; the message names it
     */
    public static PolicyBundle read(Path folder) throws IOException {
        Path description = folder.resolve(DESCRIPTION);
        Path weights = folder.resolve(WEIGHTS);
        Description described = parsed(
                description, () -> Description.of(Json.read(Files.readString(description, StandardCharsets.UTF_8))));
        return parsed(weights, () -> bundle(described, Arrays32.read(weights)));
    }

    /** Reads from a file. */
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

    private static PolicyBundle bundle(Description described, Arrays32 arrays) {
        PolicyNetwork network = new PolicyNetwork(layers(described, arrays));
        if (network.inputs() != described.observationSize()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "its network reads %d entries, its observations have %d",
                    network.inputs(),
                    described.observationSize()));
        }
        Policy policy =
                new Policy(network, new ActionRange(described.numbers("action_low"), described.numbers("action_high")));
        int rows = described.whole("golden_vectors");
        float[] observations = arrays.get("golden.observation", rows, policy.observationSize());
        float[] actions = arrays.get("golden.action", rows, policy.actionSize());
        List<Golden> golden = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            golden.add(new Golden(
                    row(observations, row, policy.observationSize()), row(actions, row, policy.actionSize())));
        }
        return new PolicyBundle(policy, described.text("task"), golden);
    }

    private static List<PolicyNetwork.Layer> layers(Description described, Arrays32 arrays) {
        List<PolicyNetwork.Layer> layers = new ArrayList<>();
        for (Description layer : described.group("layers")) {
            int inputs = layer.whole("inputs");
            int outputs = layer.whole("outputs");
            String name = Integer.toString(layers.size());
            layers.add(new PolicyNetwork.Layer(
                    inputs,
                    outputs,
                    arrays.get(name + ".weight", outputs, inputs),
                    arrays.get(name + ".bias", outputs),
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

    /** A JSON object whose entries have to be there. */
    private record Description(Map<?, ?> entries) {

        /** The description of a policy. */
        static Description of(@Nullable Object json) {
            var all = new Description(json instanceof Map<?, ?> map ? map : Map.of());
            if (!FORMAT.equals(all.entries.get("format"))) {
                throw new IllegalArgumentException("its format is not " + FORMAT);
            }
            if (all.whole("version") != VERSION) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "its version is %d, this program reads version %d",
                        all.whole("version"),
                        VERSION));
            }
            return all;
        }

        private <T> T get(String name, Class<T> type) {
            Object value = entries.get(name);
            if (!type.isInstance(value)) {
                throw new IllegalArgumentException("it has no " + name + ", or not as it should be");
            }
            return type.cast(value);
        }

        String text(String name) {
            return get(name, String.class);
        }

        boolean flag(String name) {
            return get(name, Boolean.class);
        }

        int whole(String name) {
            double value = get(name, Double.class);
            if (value != (int) value || value < 0) {
                throw new IllegalArgumentException(name + " is " + value + ", no whole number of at least 0");
            }
            return (int) value;
        }

        int observationSize() {
            return whole("observation_size");
        }

        double[] numbers(String name) {
            List<?> values = get(name, List.class);
            double[] numbers = new double[values.size()];
            for (int i = 0; i < numbers.length; i++) {
                if (!(values.get(i) instanceof Double number)) {
                    throw new IllegalArgumentException(name + " has an entry that is no number");
                }
                numbers[i] = number;
            }
            return numbers;
        }

        List<Description> group(String name) {
            List<Description> group = new ArrayList<>();
            for (Object entry : get(name, List.class)) {
                if (!(entry instanceof Map<?, ?> map)) {
                    throw new IllegalArgumentException(name + " has an entry that is no object");
                }
                group.add(new Description(map));
            }
            return group;
        }
    }
}
