package dev.espalier.cli.report.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.config.ConfigException;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.Presets;
import dev.espalier.env.Environments;
import dev.espalier.run.files.RelativeSize;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.files.RunDirectoryException;
import dev.espalier.run.files.StructureFile;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run, read from its directory.
 *
 * @param name name of the directory, without its path
 * @param plannedSteps environment steps of the whole run
 * @param settings all settings that affect learning, by dotted key; without the components above, logging, checkpoints,
 *     how often it is evaluated, device, threads, and, in runs without gates, pruning
 * @param commits distinct commits of the start and the resumes
 * @param machines distinct machines, as texts
 * @param evaluations mean returns against steps
 * @param structure its networks at its last log row; null without {@code structure.json}
 */
public record RecordedRun(
        RunDirectory directory,
        String name,
        String env,
        String agent,
        String preset,
        long seed,
        long plannedSteps,
        SortedMap<String, String> settings,
        List<String> commits,
        List<String> machines,
        Curve evaluations,
        @Nullable StructureFile structure,
        @Nullable RelativeSize size) {

    /** Ids become parts of file names. */
    private static final Pattern ID = Pattern.compile("\\w[\\w.-]*");

    private static final Pattern NO_EFFECT =
            Pattern.compile("env|agent|preset|seed|log_every|checkpoint\\..*|evaluation\\.every|device|threads");
    private static final String GATES = "prune.gates";
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads a run directory, or a folder with {@code config.yml}, {@code metadata.json} and {@code evaluations.csv}.
     *
     * @throws ReportException if it is neither, or has no evaluations yet
     */
    public static RecordedRun read(Path root) {
        RunDirectory directory = open(root);
        YamlDocument config = YamlDocument.read(directory.config());
        String env = config.text("env");
        if (!ID.matcher(env).matches() && !Environments.isModel(env)) {
            throw new ReportException("%s: env is '%s', which is no id of a task".formatted(directory.config(), env));
        }
        // Configurations that were shortened by hand may lack it; this was only done for SAC.
        String agent = config.entries().containsKey("agent") ? config.text("agent") : "sac";
        SortedMap<String, String> settings = new TreeMap<>();
        inFull(directory.config(), config).forEach((key, value) -> {
            if (!NO_EFFECT.matcher(key).matches()) {
                settings.put(key, value.toString());
            }
        });
        if (!"true".equals(settings.get(GATES))) {
            settings.keySet().removeIf(key -> key.startsWith("prune."));
        }
        JsonNode metadata = metadata(directory.metadata());
        StructureFile structure = structure(directory.structure(), env, agent);
        return new RecordedRun(
                directory,
                String.valueOf(root.toAbsolutePath().normalize().getFileName()),
                env,
                agent,
                config.text("preset"),
                config.whole("seed"),
                config.whole("steps"),
                settings,
                commits(directory.metadata(), metadata),
                machines(metadata),
                EvaluationTable.read(directory.evaluations()),
                structure,
                structure == null ? null : RelativeSize.of(structure));
    }

    /** The entries of a configuration, in full if an earlier version wrote it. */
    private static Map<String, Object> inFull(Path file, YamlDocument config) {
        try {
            return YamlDocument.parse(ConfigFile.toYaml(ConfigFile.read(file)));
        } catch (ConfigException _) {
            return config.entries(); // shortened by hand, or of a later version
        }
    }

    private static @Nullable StructureFile structure(Path file, String env, String agent) {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            StructureFile structure = StructureFile.read(file);
            if (!Environments.name(structure.env()).equals(Environments.name(env))) {
                throw new ReportException("%s: it is of %s, but config.yml beside it is of %s; restore the file"
                        .formatted(file, structure.env(), env));
            }
            if (!structure.agent().equals(agent)) {
                throw new ReportException("%s: it is of agent %s, but config.yml beside it is of %s; restore the file"
                        .formatted(file, structure.agent(), agent));
            }
            return structure;
        } catch (ConfigException e) {
            throw new ReportException(String.valueOf(e.getMessage()), e);
        }
    }

    private static RunDirectory open(Path root) {
        try {
            return RunDirectory.open(root);
        } catch (RunDirectoryException e) {
            throw new ReportException(e.getMessage() + " Give directories that 'espalier train' made.", e);
        }
    }

    private static JsonNode metadata(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new ReportException(file + ": cannot be read: " + StoreException.reason(e) + "; restore the file", e);
        }
    }

    private static List<String> commits(Path file, JsonNode metadata) {
        Set<String> commits = new LinkedHashSet<>(metadata.findValuesAsText("commit"));
        if (commits.isEmpty()) {
            throw new ReportException(file + ": 'commit' is missing; restore the file");
        }
        return List.copyOf(commits);
    }

    /** Texts such as {@code AMD EPYC, 2 processors, Linux 6.1 amd64}, with the known parts. */
    private static List<String> machines(JsonNode metadata) {
        return metadata.findValues("machine").stream()
                .map(machine -> Stream.of(
                                machine.path("cpu").asText(),
                                machine.path("processors").asText() + " processors",
                                machine.path("os").asText())
                        .filter(part -> !part.isBlank() && !part.startsWith(" "))
                        .collect(Collectors.joining(", ")))
                .distinct()
                .toList();
    }

    /** The first 10 digits of a commit; a suffix, as for a changed work tree, is kept. */
    public static String shortened(String commit) {
        return commit.replaceFirst("^(\\p{XDigit}{10})\\p{XDigit}*", "$1");
    }

    /** Agent and preset, and whether it has a given structure, as with {@code --structure}. */
    public String kind() {
        String title = Presets.title(agent, preset);
        return givenStructure() ? title + ", given structure" : title;
    }

    /** Whether sizes were given that replace those of the preset. */
    public boolean givenStructure() {
        return settings.entrySet().stream()
                .anyMatch(entry -> entry.getKey().startsWith("structure.")
                        && !entry.getValue().equals("[]"));
    }

    /** Whether its hidden units have gates. */
    public boolean prunes() {
        return "true".equals(settings.get(GATES));
    }

    /** Whether it has made its last evaluation, at the end of the run. */
    public boolean finished() {
        return evaluations.last().step() >= plannedSteps;
    }
}
