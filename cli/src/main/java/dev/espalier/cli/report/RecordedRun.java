package dev.espalier.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.config.ConfigException;
import dev.espalier.run.RelativeSize;
import dev.espalier.run.RunDirectory;
import dev.espalier.run.RunDirectoryException;
import dev.espalier.run.StructureFile;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run, as its directory describes it.
 *
 * @param name name of the directory, without the path to it
 * @param env id of the task
 * @param preset name of the preset
 * @param seed start of its random streams
 * @param plannedSteps environment steps that it is to take
 * @param settings every setting that shapes learning, by dotted key: not the seed, nor what is said above of task and
 *     preset, nor how often it logs and saves, nor the schedule of gates that it does not have
 * @param commits commits that it was started and resumed with, each once
 * @param evaluations mean returns against steps
 * @param size of its networks, as of its last log row; null if the folder does not keep {@code structure.json}
 */
record RecordedRun(
        String name,
        String env,
        String preset,
        long seed,
        long plannedSteps,
        SortedMap<String, String> settings,
        List<String> commits,
        Curve evaluations,
        @Nullable RelativeSize size) {

    /** Ids become parts of file names. */
    private static final Pattern ID = Pattern.compile("\\w[\\w.-]*");

    private static final Pattern NO_EFFECT = Pattern.compile("env|preset|seed|log_every|checkpoint\\..*");
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads a run directory, or a folder that keeps its {@code config.yml}, {@code metadata.json} and
     * {@code evaluations.csv}.
     *
     * @throws ReportException if it is none, or has no evaluations yet
     */
    static RecordedRun read(Path root) {
        RunDirectory directory = open(root);
        YamlDocument config = YamlDocument.read(directory.config());
        String env = config.text("env");
        if (!ID.matcher(env).matches()) {
            throw new ReportException("%s: env is '%s', which is no id of a task".formatted(directory.config(), env));
        }
        SortedMap<String, String> settings = new TreeMap<>();
        config.entries().forEach((key, value) -> {
            if (!NO_EFFECT.matcher(key).matches()) {
                settings.put(key, value.toString());
            }
        });
        if (!"true".equals(settings.get("prune.gates"))) {
            settings.keySet().removeIf(key -> key.startsWith("prune."));
        }
        return new RecordedRun(
                String.valueOf(root.toAbsolutePath().normalize().getFileName()),
                env,
                config.text("preset"),
                config.whole("seed"),
                config.whole("steps"),
                settings,
                commits(directory.metadata()),
                EvaluationTable.read(directory.evaluations()),
                size(directory.structure()));
    }

    private static @Nullable RelativeSize size(Path structure) {
        if (!Files.exists(structure)) {
            return null;
        }
        try {
            return RelativeSize.of(StructureFile.read(structure));
        } catch (ConfigException | IllegalArgumentException e) {
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

    private static List<String> commits(Path metadata) {
        try {
            JsonNode root = JSON.readTree(metadata.toFile());
            Set<String> commits = new LinkedHashSet<>(root.findValuesAsText("commit"));
            if (commits.isEmpty()) {
                throw new ReportException(metadata + ": 'commit' is missing; restore the file");
            }
            return List.copyOf(commits);
        } catch (IOException e) {
            throw new ReportException(metadata + ": cannot be read: " + StoreException.reason(e), e);
        }
    }

    /** The preset, and whether sizes were given that are not the preset's, as {@code --structure} gives them. */
    String kind() {
        boolean given = settings.entrySet().stream()
                .anyMatch(entry -> entry.getKey().startsWith("structure.")
                        && !entry.getValue().equals("[]"));
        return given ? preset + ", given structure" : preset;
    }

    /** Whether it has come to its end, where a run makes its last evaluation. */
    boolean finished() {
        return evaluations.last().step() >= plannedSteps;
    }
}
