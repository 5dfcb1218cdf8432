package dev.espalier.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.config.ConfigFile;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.policy.Checksum;
import dev.espalier.policy.Normalisation;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyBundle;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.policy.PolicyBundle.Origin;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.WeightFormat;
import dev.espalier.run.files.BuildInfo;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.loop.RunListener;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.Safetensors;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Writes and reads a policy as the folder that {@link PolicyBundle} describes. */
public final class BundleFile {

    private static final String MADE = "made";
    private static final String STEPS = "steps_trained";
    private static final String PARAMETERS = "parameters";
    private static final String UNDECIDED = "undecided_gates";

    private BundleFile() {}

    /**
     * Writes a folder atomically, in place of an earlier one.
     *
     * @param golden observations of the task with the policy's actions
     * @param lostEpisodes episodes that the simulator aborted in the policy's evaluation
     * @throws dev.espalier.store.StoreException if it cannot be written
     */
    public static void write(Path folder, TrainedPolicy trained, List<Golden> golden, int lostEpisodes) {
        write(folder, trained, RoundedPolicy.of(trained.policy(), WeightFormat.FLOAT32), golden, lostEpisodes);
    }

    /**
     * Writes a folder atomically, in place of an earlier one, with the weights in any format.
     *
     * @param trained where the policy comes from
     * @param rounded the policy to write
     * @param golden observations of the task with the rounded policy's actions
     * @param lostEpisodes episodes that the simulator aborted in the rounded policy's evaluation
     * @throws dev.espalier.store.StoreException if it cannot be written
     */
    public static void write(
            Path folder, TrainedPolicy trained, RoundedPolicy rounded, List<Golden> golden, int lostEpisodes) {
        AtomicFiles.writeDirectory(folder, files -> fill(files, trained, rounded, golden, lostEpisodes));
    }

    /** Whether a folder looks like a bundle. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(PolicyBundle.DESCRIPTION));
    }

    /**
     * Reads a bundle, to run it on its task: that of the run in whose directory it lies, as the bundle itself knows a model
     * only by its file's name; elsewhere the task of that name.
     *
     * @param listener is told if the bundle has no checksum, as in earlier versions
     * @throws StoreException if it cannot be read, is damaged, or if its task is unknown here
     */
    public static TrainedPolicy read(Path folder, RunListener listener) {
        try {
            PolicyBundle bundle = PolicyBundle.read(folder);
            Origin origin = bundle.origin()
                    .orElseThrow(() -> new IOException(folder.resolve(PolicyBundle.DESCRIPTION)
                            + " does not tell under '" + MADE + "' what the policy comes from"));
            String env = env(folder, bundle);
            EnvironmentSpec task = Environments.spec(env);
            if (task.observationSize() != bundle.policy().observationSize()
                    || task.actionSize() != bundle.policy().actionSize()) {
                throw new IllegalArgumentException("the policy is made for another task than " + env + " is now");
            }
            if (!bundle.hasChecksum()) {
                listener.onMessage("The policy of " + folder
                        + " has no checksum, as an earlier version of Espalier kept it: it does what its golden vectors say,"
                        + " but other damage cannot be told.");
            }
            return new TrainedPolicy(
                    env, origin.steps(), origin.undecidedGates(), origin.parameters(), bundle.policy());
        } catch (IOException e) {
            throw new StoreException("Cannot read the policy of " + folder + ": " + StoreException.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    folder + ": " + e.getMessage()
                            + "; a policy for a model of yours is played from its run's directory",
                    e);
        }
    }

    private static String env(Path folder, PolicyBundle bundle) {
        Path above = folder.toAbsolutePath().normalize().getParent();
        // best/ and policy/ lie in the run's directory, rungs in a folder of it.
        for (int level = 0; level < 2 && above != null; level++) {
            Path config = new RunDirectory(above).config();
            if (Files.isRegularFile(config)) {
                return ConfigFile.read(config).env();
            }
            above = above.getParent();
        }
        return bundle.task();
    }

    /** Writes the files of a bundle into an existing folder. See {@link #write}. */
    public static void fill(Path folder, TrainedPolicy trained, List<Golden> golden, int lostEpisodes)
            throws IOException {
        fill(folder, trained, RoundedPolicy.of(trained.policy(), WeightFormat.FLOAT32), golden, lostEpisodes);
    }

    /** Writes the files of a bundle with weights in any format into an existing folder. See {@link #write}. */
    public static void fill(
            Path folder, TrainedPolicy trained, RoundedPolicy rounded, List<Golden> golden, int lostEpisodes)
            throws IOException {
        Path weights = folder.resolve(PolicyBundle.WEIGHTS);
        Safetensors.write(weights, BundleArrays.of(rounded, golden), new TreeMap<>());
        writeWithChecksum(
                folder.resolve(PolicyBundle.DESCRIPTION),
                description(trained, rounded, golden.size(), lostEpisodes),
                Files.readAllBytes(weights));
    }

    /** Writes a JSON file whose last entry is the {@link Checksum} of itself and of a second file, if any. */
    static void writeWithChecksum(Path file, ObjectNode node, byte... other) {
        String text = node.put(Checksum.ENTRY, "").toPrettyString() + "\n";
        AtomicFiles.writeBytes(file, Checksum.into(text.getBytes(StandardCharsets.UTF_8), other));
    }

    private static int version(RoundedPolicy rounded) {
        if (rounded.format() != WeightFormat.FLOAT32) {
            return PolicyBundle.VERSION;
        }
        return rounded.policy().network().normalisation() == null
                ? PolicyBundle.VERSION_WITHOUT_NORMALISATION
                : PolicyBundle.VERSION_WITH_FLOAT32;
    }

    private static ObjectNode description(TrainedPolicy trained, RoundedPolicy rounded, int golden, int lostEpisodes) {
        Policy policy = rounded.policy();
        Normalisation normalisation = policy.network().normalisation();
        BuildInfo build = BuildInfo.load();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("format", PolicyBundle.FORMAT)
                .put("version", version(rounded))
                .put("task", trained.task())
                .put("observation_size", policy.observationSize())
                .put("action_size", policy.actionSize());
        Arrays.stream(policy.range().low()).forEach(node.putArray("action_low")::add);
        Arrays.stream(policy.range().high()).forEach(node.putArray("action_high")::add);
        if (normalisation != null) {
            node.putObject("normalisation").put("limit", normalisation.limit());
        }
        if (rounded.format() != WeightFormat.FLOAT32) {
            node.put(PolicyBundle.WEIGHT_FORMAT, rounded.format().lowerCase());
        }
        ArrayNode layers = node.putArray("layers");
        for (Layer layer : policy.network().layers()) {
            layers.addObject()
                    .put("inputs", layer.inputs())
                    .put("outputs", layer.outputs())
                    .put("activation", layer.activation().name().toLowerCase(Locale.ROOT))
                    .put("hands_on", layer.handsOn());
        }
        node.put("golden_vectors", golden);
        node.putObject(MADE)
                .put(STEPS, trained.step())
                .put(PARAMETERS, trained.deployed())
                .put(UNDECIDED, trained.undecided())
                .put("lost_episodes", lostEpisodes)
                .put("espalier", build.version())
                .put("commit", build.commit());
        return node;
    }
}
