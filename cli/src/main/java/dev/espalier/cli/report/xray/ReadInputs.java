package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.runs.RecordedJson;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.store.JsonFields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How strongly the deployed policy depends on each entry of the observation, from {@code inputs.json}.
 *
 * @param step environment steps so far
 * @param weights for each entry the Euclidean norm of the folded weights that read it; 0 if there are none
 */
public record ReadInputs(long step, List<Double> weights) {

    private static final String INPUTS = "inputs";

    public ReadInputs {
        weights = List.copyOf(weights);
    }

    /** The number of entries that are used. */
    public long read() {
        return weights.stream().filter(weight -> weight > 0).count();
    }

    /**
     * Reads the file.
     *
     * @return null if it does not exist
     * @throws ReportException if the file is damaged
     */
    static @Nullable ReadInputs read(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        JsonFields fields = RecordedJson.whole(file);
        double[] weights = fields.numbers(INPUTS);
        if (weights.length == 0 || DoubleStream.of(weights).anyMatch(weight -> weight < 0)) {
            throw fields.wrong(INPUTS, "a list of numbers of at least 0");
        }
        return new ReadInputs(
                fields.whole("step"), DoubleStream.of(weights).boxed().toList());
    }
}
