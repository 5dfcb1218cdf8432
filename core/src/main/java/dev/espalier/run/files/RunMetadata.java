package dev.espalier.run.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.espalier.mujoco.Mujoco;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.JsonFields;
import dev.espalier.store.StoreException;
import dev.espalier.tensor.Compute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code metadata.json}: version, commit, seed, machine, versions of Java and libraries, the user's own inputs and the
 * start time of a run. Each resume adds an entry of the same kind to {@code resumes}, with the step of its checkpoint.
 */
public final class RunMetadata {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String INPUTS = "inputs";
    private static final String MACHINE = "machine";
    private static final String LIBRARIES = "libraries";
    private static final String CPU = "cpu";

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private static final String RESUMES = "resumes";

    private RunMetadata() {}

    /**
     * Writes the metadata of a run that starts now.
     *
     * @param arithmetic what decides the last bits of numbers on this machine, by name ({@link Compute#arithmetic})
     * @param libraries versions of the native libraries by name, such as {@code libtorch}
     * @param inputs the user's own inputs, as SHA-256 by name
     * @throws StoreException if the file cannot be written
     */
    public static void start(
            Path file,
            long seed,
            Map<String, String> arithmetic,
            Map<String, String> libraries,
            Map<String, String> inputs,
            Instant now) {
        ObjectNode node = JSON.createObjectNode().put("seed", seed);
        node.setAll(session(arithmetic, libraries, inputs, now));
        node.putArray(RESUMES);
        write(file, node);
    }

    /**
     * Checks that {@link #resume} can add to the file, before any other file of the run is changed.
     *
     * @throws StoreException if the file cannot be read or is invalid
     */
    public static void requireResumable(Path file) {
        JsonFields.stored(file.toString(), read(file)).objects(RESUMES);
    }

    /**
     * Records that the run is resumed now.
     *
     * @param step step of the checkpoint
     * @throws StoreException if the file cannot be read or written
     */
    public static void resume(
            Path file,
            long step,
            Map<String, String> arithmetic,
            Map<String, String> libraries,
            Map<String, String> inputs,
            Instant now) {
        ObjectNode node = read(file);
        JsonFields.stored(file.toString(), node).objects(RESUMES);
        ObjectNode entry = JSON.createObjectNode().put("step", step);
        entry.setAll(session(arithmetic, libraries, inputs, now));
        node.withArray(RESUMES).add(entry);
        write(file, node);
    }

    /**
     * The user's own inputs when the run was last started or resumed, as SHA-256 by name.
     *
     * @return empty if the file does not exist or has none, as in earlier versions
     * @throws StoreException if it cannot be read
     */
    public static Optional<SortedMap<String, String>> inputs(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<JsonNode> recorded = read(file).findValues(INPUTS);
        if (recorded.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, String> inputs = new TreeMap<>();
        recorded.getLast()
                .properties()
                .forEach(entry -> inputs.put(entry.getKey(), entry.getValue().asText()));
        return Optional.of(inputs);
    }

    /**
     * What changes the numbers of a run and differs from when it was last started or resumed: processor, arithmetic,
     * native libraries. What the file does not name, as of earlier versions, is left out.
     *
     * @return such as {@code libtorch 2.10.0, not 2.9.1}
     * @throws StoreException if the file cannot be read
     */
    public static List<String> differences(Path file, Map<String, String> arithmetic, Map<String, String> libraries) {
        ObjectNode recorded = read(file);
        SortedMap<String, String> now = new TreeMap<>(libraries);
        now.put(CPU, cpu());
        now.putAll(arithmetic);
        List<String> differences = new ArrayList<>();
        JsonNode resumes = recorded.path(RESUMES);
        JsonNode last = resumes.isEmpty() ? recorded : resumes.path(resumes.size() - 1);
        now.forEach((name, value) -> {
            String before = last.path(libraries.containsKey(name) ? LIBRARIES : MACHINE)
                    .path(name)
                    .asText(value);
            if (!before.equals(value)) {
                differences.add("%s %s, not %s".formatted(name, value, before));
            }
        });
        return differences;
    }

    private static ObjectNode session(
            Map<String, String> arithmetic, Map<String, String> libraries, Map<String, String> inputs, Instant now) {
        BuildInfo build = BuildInfo.load();
        ObjectNode node = JSON.createObjectNode()
                .put("version", build.version())
                .put("commit", build.commit())
                .put("started", now.toString())
                .put("java", Runtime.version() + " " + System.getProperty("java.vendor"));
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        ObjectNode machine = node.putObject(MACHINE)
                .put(CPU, cpu())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("memory_bytes", system.getTotalMemorySize())
                .put("os", "%s %s %s".formatted(system.getName(), system.getVersion(), system.getArch()));
        new TreeMap<>(arithmetic).forEach(machine::put);
        ObjectNode versions = node.putObject(LIBRARIES);
        new TreeMap<>(libraries).forEach(versions::put);
        ObjectNode hashes = node.putObject(INPUTS);
        new TreeMap<>(inputs).forEach(hashes::put);
        return node;
    }

    /** Versions of the native libraries that affect a run's numbers, by name. */
    public static Map<String, String> libraries() {
        return Map.of("libtorch", Compute.libtorchVersion(), "mujoco", Mujoco.version());
    }

    /** The name of this machine's processor on Linux; elsewhere its architecture. */
    public static String cpu() {
        if (!Files.isReadable(CPU_INFO)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            JsonNode node = JSON.readTree(file.toFile());
            return (ObjectNode) JsonFields.stored(file.toString(), node).node();
        } catch (IOException e) {
            throw new StoreException(
                    "Cannot read " + file + ": " + StoreException.reason(e) + ". Restore it, then resume.", e);
        }
    }

    private static void write(Path file, ObjectNode node) {
        AtomicFiles.writeString(file, node.toPrettyString() + "\n");
    }
}
