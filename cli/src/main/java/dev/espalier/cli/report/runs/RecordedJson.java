package dev.espalier.cli.report.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.store.JsonFields;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Reads JSON objects of a run. Errors are {@link ReportException}s that name the place. */
public final class RecordedJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RecordedJson() {}

    /**
     * The objects of a file with one per line; an incomplete last line is ignored.
     *
     * @return parses a line when it is accessed, and then throws a ReportException if it is not a JSON object
     * @throws ReportException if the file cannot be read
     */
    public static Iterable<JsonFields> lines(Path file) {
        String text = CsvTable.readText(file);
        List<String> complete =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        return () -> IntStream.range(0, complete.size())
                .mapToObj(i -> parse(file + ":" + (i + 1), complete.get(i)))
                .iterator();
    }

    /**
     * The object in a file.
     *
     * @throws ReportException if the file cannot be read or is not a JSON object
     */
    public static JsonFields whole(Path file) {
        return parse(file.toString(), CsvTable.readText(file));
    }

    private static JsonFields parse(String place, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (!isModest(node)) {
                throw new ReportException("%s: a number is larger than %s on either side of 0; restore the file"
                        .formatted(place, CsvTable.MOST));
            }
            return new JsonFields(place, node, ReportException::new);
        } catch (JsonProcessingException e) {
            throw new ReportException(
                    "%s: not valid JSON: %s; restore the file".formatted(place, e.getOriginalMessage()), e);
        }
    }

    /** Whether all numbers are small enough for figures. */
    private static boolean isModest(JsonNode node) {
        if (node.isNumber()) {
            return Math.abs(node.doubleValue()) <= CsvTable.MOST;
        }
        for (JsonNode child : node) {
            if (!isModest(child)) {
                return false;
            }
        }
        return true;
    }
}
