package dev.espalier.cli.report.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The fields of one JSON object that a run recorded, checked as they are read. Every error names the place.
 *
 * @param place file, and line if it has many objects
 * @param node the object
 */
public record JsonFields(String place, JsonNode node) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * The objects of a file with one on each line. A last line without its end is still being written, and left out.
     *
     * @return parses each line when it is asked for, and throws a ReportException if that is not a JSON object
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
     * The object that a whole file is.
     *
     * @throws ReportException if the file cannot be read or is not a JSON object
     */
    public static JsonFields whole(Path file) {
        return parse(file.toString(), CsvTable.readText(file));
    }

    private static JsonFields parse(String place, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isObject()) {
                throw new ReportException(place + ": not a JSON object; restore the file");
            }
            return new JsonFields(place, node);
        } catch (JsonProcessingException e) {
            throw new ReportException(
                    "%s: not valid JSON: %s; restore the file".formatted(place, e.getOriginalMessage()), e);
        }
    }

    /** A whole number of at least 0. */
    public long whole(String name) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw wrong(name, "a whole number of at least 0");
        }
        return value.longValue();
    }

    /** A finite number. */
    public double number(String name) {
        JsonNode value = node.path(name);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(name, "a finite number");
        }
        return value.doubleValue();
    }

    /** A text. */
    public String text(String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw wrong(name, "a text");
        }
        return value.textValue();
    }

    /** A list of finite numbers. */
    public double[] numbers(String name) {
        JsonNode list = node.path(name);
        double[] numbers = new double[list.size()];
        boolean fine = list.isArray();
        for (int i = 0; fine && i < numbers.length; i++) {
            JsonNode entry = list.get(i);
            numbers[i] = entry.doubleValue();
            fine = entry.isNumber() && Double.isFinite(numbers[i]);
        }
        if (!fine) {
            throw wrong(name, "a list of finite numbers");
        }
        return numbers;
    }

    /** A list of whole numbers of at least 0. */
    public int[] places(String name) {
        double[] numbers = numbers(name);
        int[] places = new int[numbers.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = (int) numbers[i];
            if (places[i] != numbers[i] || places[i] < 0) {
                throw wrong(name, "a list of whole numbers of at least 0");
            }
        }
        return places;
    }

    /** What is to be thrown where a field is not what it must be. */
    public ReportException wrong(String name, String expected) {
        JsonNode value = node.get(name);
        return new ReportException(
                value == null
                        ? "%s: '%s' is missing; restore the file".formatted(place, name)
                        : "%s: %s must be %s, but is %s; restore the file".formatted(place, name, expected, value));
    }
}
