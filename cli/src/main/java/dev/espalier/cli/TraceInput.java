package dev.espalier.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Input of {@code espalier trace}.
 *
 * @param qpos initial positions, {@code [nq]}
 * @param qvel initial velocities, {@code [nv]}
 * @param actions {@code [steps][actions]}
 */
record TraceInput(double[] qpos, double[] qvel, double[][] actions) {

    private static final List<String> FIELDS = List.of("qpos", "qvel", "actions");
    private static final ObjectMapper JSON = JsonMapper.builder()
            // NaN and infinities are accepted here, so that the task can name the wrong entry.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads {@code {"qpos":[...],"qvel":[...],"actions":[[...],...]}}.
     *
     * @throws InputException naming the file and the field that is wrong
     */
    static TraceInput read(Path file) {
        JsonNode root = parse(file);
        if (!root.isObject()) {
            throw new InputException(file + ": expected {\"qpos\":[...],\"qvel\":[...],\"actions\":[[...],...]}");
        }
        for (String name : FIELDS) {
            if (!root.has(name)) {
                throw new InputException(file + ": " + name + " is missing; expected qpos, qvel and actions");
            }
        }
        root.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw new InputException(file + ": unknown field " + name + "; expected qpos, qvel and actions");
            }
        });
        JsonNode rows = root.get("actions");
        if (!rows.isArray()) {
            throw new InputException(file + ": actions is " + rows + "; expected a list of lists of numbers");
        }
        double[][] actions = new double[rows.size()][];
        for (int i = 0; i < actions.length; i++) {
            actions[i] = numbers(file, "actions[" + i + "]", rows.get(i));
        }
        return new TraceInput(
                numbers(file, "qpos", root.get("qpos")), numbers(file, "qvel", root.get("qvel")), actions);
    }

    private static JsonNode parse(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            return JSON.readTree(reader);
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": there is no such file", e);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new InputException(file + place + ": not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read: " + StoreException.reason(e), e);
        }
    }

    private static double[] numbers(Path file, String name, JsonNode list) {
        if (!list.isArray()) {
            throw new InputException(file + ": " + name + " is " + list + "; expected a list of numbers");
        }
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!list.get(i).isNumber()) {
                throw new InputException(
                        RootLocale.format("%s: %s[%d] is %s; expected a number", file, name, i, list.get(i)));
            }
            numbers[i] = list.get(i).doubleValue();
        }
        return numbers;
    }
}
