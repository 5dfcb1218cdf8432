package dev.espalier.cli.report.runs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.config.Presets;
import dev.espalier.env.Environments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tables 3 and 4 of the paper, from {@code paper.json}.
 *
 * @param note their meaning and uncertainty
 */
public record PaperValues(String source, String note, List<Task> tasks) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /**
     * A task of the paper.
     *
     * @param family its name without a version
     * @param steps environment steps of a run
     */
    public record Task(String family, String version, long steps, int observationSize, Map<String, Method> methods) {

        public Task {
            methods = Map.copyOf(methods);
        }

        /** The id in the paper. */
        public String id() {
            return family + "-" + version;
        }
    }

    /**
     * The paper's results of a method on a task.
     *
     * @param score best evaluation in the last 20 %
     * @param deployRatio dR in percent
     * @param trainRatio tR in percent
     * @param deployed deployed parameters, in thousands
     * @param trained trained parameters, in thousands
     */
    public record Method(int score, int deployRatio, int trainRatio, int deployed, int trained) {}

    public PaperValues {
        tasks = List.copyOf(tasks);
    }

    /** Loads the resource. */
    public static PaperValues load() {
        try (var stream = Objects.requireNonNull(PaperValues.class.getResourceAsStream("paper.json"))) {
            return JSON.readValue(stream, PaperValues.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read paper.json out of the jar", e);
        }
    }

    /** The paper's task of the same family, whatever its version. */
    public Optional<Task> task(String env) {
        if (Environments.isModel(env)) {
            return Optional.empty();
        }
        return tasks.stream()
                .filter(task -> env.startsWith(task.family() + "-v"))
                .findFirst();
    }

    /**
     * The paper's results for a kind of run.
     *
     * @return null if its agent or preset is not in the paper, or its sizes are not those of the preset
     */
    public @Nullable Method method(RecordedRun run) {
        return run.givenStructure()
                ? null
                : task(run.env())
                        .map(task -> task.methods().get(Presets.title(run.agent(), run.preset())))
                        .orElse(null);
    }
}
