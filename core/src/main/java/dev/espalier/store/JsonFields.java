package dev.espalier.store;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Checked access to the fields of a stored JSON object. Jackson itself reads a text as number 0 and a missing field as
 * null. Every error names the place, the field, the expected and the actual value.
 *
 * @param place file, and the position in it if it has many objects
 * @param problem creates the exception for a message
 */
public record JsonFields(String place, JsonNode node, Function<String, ? extends RuntimeException> problem) {

    /** Reads files of other programs: refuses what other readers may understand differently. */
    public static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Longer values are cut in messages. */
    private static final int MAX_LETTERS = 200;

    private static final long MAX_COUNTED = 1L << 53;

    /** @throws RuntimeException if it is not an object */
    public JsonFields {
        if (!node.isObject()) {
            throw problem.apply(place + ": not a JSON object; restore the file");
        }
    }

    /** The fields of a file that Espalier wrote; errors are {@link StoreException}s. */
    public static JsonFields stored(String place, JsonNode node) {
        return new JsonFields(place, node, StoreException::new);
    }

    public boolean has(String name) {
        return node.has(name);
    }

    /** Whether a field is there and explicitly nothing. */
    public boolean isNull(String name) {
        return node.path(name).isNull();
    }

    /** A whole number from 0 to 2^53, up to which doubles are exact; no counter is larger, and sums do not overflow. */
    public long whole(String name) {
        JsonNode value = node.path(name);
        require(
                value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0,
                name,
                "a whole number of at least 0");
        require(value.longValue() <= MAX_COUNTED, name, "a whole number of at most " + MAX_COUNTED);
        return value.longValue();
    }

    /** A whole number from 0 to the largest int. */
    public int count(String name) {
        long value = whole(name);
        require(value <= Integer.MAX_VALUE, name, "a whole number of at most " + Integer.MAX_VALUE);
        return (int) value;
    }

    public double number(String name) {
        JsonNode value = node.path(name);
        require(isFinite(value), name, "a finite number");
        return value.doubleValue();
    }

    /** A number stored as text, as JSON has no NaN. */
    public double numberInText(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            RuntimeException wrong = wrong(name, "a text with a number");
            wrong.addSuppressed(e);
            throw wrong;
        }
    }

    public String text(String name) {
        JsonNode value = node.path(name);
        require(value.isTextual(), name, "a text");
        return value.textValue();
    }

    public boolean flag(String name) {
        JsonNode value = node.path(name);
        require(value.isBoolean(), name, "true or false");
        return value.booleanValue();
    }

    /** Bytes, stored as base64. */
    public byte[] bytes(String name) {
        try {
            byte[] bytes = node.path(name).binaryValue();
            if (bytes != null) {
                return bytes;
            }
        } catch (IOException _) {
            // Reported below.
        }
        throw wrong(name, "bytes as base64");
    }

    /** A list of finite numbers. */
    public double[] numbers(String name) {
        JsonNode list = node.path(name);
        require(list.isArray() && list.valueStream().allMatch(JsonFields::isFinite), name, "a list of finite numbers");
        return list.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }

    /** A list of {@code size} finite numbers. */
    public double[] numbers(String name, int size) {
        double[] numbers = numbers(name);
        require(numbers.length == size, name, "a list of " + size + " finite numbers");
        return numbers;
    }

    /** A list of whole numbers from 0 to the largest int. */
    public int[] places(String name) {
        double[] numbers = numbers(name);
        int[] places = new int[numbers.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = (int) numbers[i];
            require(places[i] == numbers[i] && places[i] >= 0, name, "a list of whole numbers of at least 0");
        }
        return places;
    }

    /** A list of {@code size} whole numbers from 0 to the largest int. */
    public int[] places(String name, int size) {
        int[] places = places(name);
        require(places.length == size, name, "a list of " + size + " whole numbers of at least 0");
        return places;
    }

    public JsonFields object(String name) {
        JsonNode value = node.path(name);
        require(value.isObject(), name, "an object");
        return new JsonFields(place + ": " + name, value, problem);
    }

    public List<JsonFields> objects(String name) {
        JsonNode list = node.path(name);
        require(list.isArray() && list.valueStream().allMatch(JsonNode::isObject), name, "a list of objects");
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode entry : list) {
            objects.add(new JsonFields(place + ": " + name + " " + objects.size(), entry, problem));
        }
        return objects;
    }

    private static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    private void require(boolean fits, String name, String expected) {
        if (!fits) {
            throw wrong(name, expected);
        }
    }

    /** The exception for a field with a wrong value. */
    public RuntimeException wrong(String name, String expected) {
        JsonNode value = node.get(name);
        if (value == null) {
            return problem.apply("%s: '%s' is missing; restore the file".formatted(place, name));
        }
        String text = value.toString();
        String shown = text.length() <= MAX_LETTERS ? text : text.substring(0, MAX_LETTERS) + " ...";
        return problem.apply("%s: %s must be %s, but is %s; restore the file".formatted(place, name, expected, shown));
    }
}
