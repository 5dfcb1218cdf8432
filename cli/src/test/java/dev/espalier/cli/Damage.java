package dev.espalier.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damages files randomly: flipped, cut, doubled or inserted bytes, exchanged words, JSON values of another type; and
 * malicious content: endless nesting, words of a million letters, extreme numbers.
 */
final class Damage {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Values of every type, including those that often cause errors. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "\"x\"",
            "0",
            "-1",
            "0.5",
            "1e308",
            "1e999",
            "2147483648",
            "9223372036854775808",
            "100000000000000000000",
            "[[]]",
            "[1]",
            "{\"a\": 1}",
            "\"../x\"",
            "\"NaN\"",
            "\"\\u0000\\u001b\"");

    private Damage() {}

    /** A damaged copy of a file's content. */
    static byte[] of(byte[] content, Random random) {
        byte[] damaged = content;
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            damaged = once(damaged, random);
        }
        return damaged;
    }

    private static byte[] once(byte[] content, Random random) {
        if (content.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int place = random.nextInt(content.length);
        int length = Math.min(random.nextInt(1, 40), content.length - place);
        return switch (random.nextInt(8)) {
            case 0 -> flipped(content, place, random.nextInt(8));
            case 1 -> joined(content, place, new byte[0], place + length);
            case 2 ->
                joined(content, place + length, Arrays.copyOfRange(content, place, place + length), place + length);
            case 3 -> joined(content, place, new byte[] {(byte) random.nextInt()}, place);
            case 4 -> Arrays.copyOf(content, place);
            case 5 -> joined(content, place, value(random), place + length);
            case 6 -> json(content, random);
            default -> hostile(content, place, random);
        };
    }

    /** Replaces a word of the content, or the text at a place, by malicious content. */
    private static byte[] hostile(byte[] content, int place, Random random) {
        int from = place;
        int to = place;
        if (random.nextBoolean()) {
            while (from > 0 && isWord(content[from - 1])) {
                from--;
            }
            while (to < content.length && isWord(content[to])) {
                to++;
            }
        }
        int times = 1 << random.nextInt(4, 20);
        String hostile = switch (random.nextInt(10)) {
            case 0 -> "[".repeat(times);
            case 1 -> "{\"a\":".repeat(times / 4);
            case 2 -> "- ".repeat(times / 2);
            case 3 -> "[".repeat(times / 2) + "]".repeat(times / 2);
            case 4 -> "9".repeat(times);
            case 5 -> "0." + "1".repeat(times);
            case 6 -> "a".repeat(times);
            case 7 -> "\"" + "a".repeat(times) + "\"";
            case 8 -> "1e308";
            default -> "-1e308";
        };
        return joined(content, from, hostile.getBytes(StandardCharsets.UTF_8), to);
    }

    private static boolean isWord(byte letter) {
        return Character.isLetterOrDigit(letter) || letter == '.' || letter == '-' || letter == '_';
    }

    private static byte[] flipped(byte[] content, int place, int bit) {
        byte[] flipped = content.clone();
        flipped[place] ^= (byte) (1 << bit);
        return flipped;
    }

    /** The content before {@code to}, {@code between}, and the content after {@code from}. */
    private static byte[] joined(byte[] content, int to, byte[] between, int from) {
        byte[] joined = Arrays.copyOf(content, to + between.length + content.length - from);
        System.arraycopy(between, 0, joined, to, between.length);
        System.arraycopy(content, from, joined, to + between.length, content.length - from);
        return joined;
    }

    private static byte[] value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size())).getBytes(StandardCharsets.UTF_8);
    }

    /** Replaces one of the values of a JSON text; texts without values stay unchanged. */
    private static byte[] json(byte[] content, Random random) {
        try {
            JsonNode root = JSON.readTree(new String(content, StandardCharsets.UTF_8));
            List<JsonNode> parents = new ArrayList<>();
            collect(root, parents);
            if (parents.isEmpty()) {
                return content;
            }
            JsonNode value = JSON.readTree(value(random));
            switch (parents.get(random.nextInt(parents.size()))) {
                case ObjectNode object -> {
                    List<String> names = new ArrayList<>();
                    object.fieldNames().forEachRemaining(names::add);
                    String name = names.get(random.nextInt(names.size()));
                    if (random.nextInt(4) == 0) {
                        object.remove(name);
                    } else {
                        object.set(name, value);
                    }
                }
                case ArrayNode array -> array.set(random.nextInt(array.size()), value);
                default -> {}
            }
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException _) {
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode() && !node.isEmpty()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }
}
