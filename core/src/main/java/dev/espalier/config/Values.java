package dev.espalier.config;

import dev.espalier.config.Layer.Entry;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Converts YAML nodes to the types of settings. The type of the setting decides how a word is read, so {@code 3e-4} is
 * a number and {@code on} is not a boolean, unlike in YAML 1.1.
 */
final class Values {

    private static final Set<String> NULL = Set.of("", "~", "null");
    /** A decimal number with at most four digits of exponent, which bounds the cost of computing with it. */
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d[\\d_]*(\\.[\\d_]*)?|\\.\\d[\\d_]*)([eE][-+]?\\d{1,4})?");

    private Values() {}

    /**
     * Reads one setting.
     *
     * @param type type of its record component
     * @throws ConfigException if the node is of another type
     */
    static @Nullable Object read(String key, Type type, Entry entry) {
        return new Reading(key, entry).read(type, entry.node());
    }

    /** Describes a node for a message. */
    static String describe(Node node) {
        return switch (node) {
            case MappingNode _ -> "a group of settings";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar when isNull(scalar) -> "nothing";
            case ScalarNode scalar when !isPlain(scalar) -> "the quoted text '" + scalar.getValue() + "'";
            case ScalarNode scalar -> "'" + scalar.getValue() + "'";
            default -> "something else";
        };
    }

    private record Reading(String key, Entry entry) {

        @Nullable
        Object read(Type type, Node node) {
            if (type == String.class) {
                return text(node);
            } else if (type == boolean.class) {
                return truth(node);
            } else if (type == int.class) {
                return Math.toIntExact(whole(node, Integer.MAX_VALUE));
            } else if (type == Integer.class) {
                return isNull(node) ? null : read(int.class, node);
            } else if (type == long.class) {
                return whole(node, Long.MAX_VALUE);
            } else if (type == double.class) {
                return number(node);
            } else if (type == Double.class) {
                return isNull(node) ? null : number(node);
            } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
                return list(list.getActualTypeArguments()[0], node);
            }
            throw new IllegalStateException("no way to read the type of " + key + ", " + type);
        }

        private String text(Node node) {
            if (!(node instanceof ScalarNode scalar) || isNull(scalar)) {
                throw expected("a name", node);
            }
            return scalar.getValue();
        }

        private boolean truth(Node node) {
            return switch (word(node)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw expected("true or false", node);
            };
        }

        private long whole(Node node, long greatest) {
            BigDecimal exact = decimal(word(node));
            if (exact == null) {
                throw expected("a whole number", node);
            }
            if (exact.abs().compareTo(BigDecimal.valueOf(greatest)) > 0) {
                throw expected("a whole number of at most " + greatest, node);
            }
            try {
                return exact.longValueExact();
            } catch (ArithmeticException e) {
                throw expected("a whole number", node);
            }
        }

        private double number(Node node) {
            String word = word(node);
            Double special = specialNumber(word);
            if (special != null) {
                return special;
            }
            if (!NUMBER.matcher(word).matches()) {
                throw expected("a number", node);
            }
            return Double.parseDouble(word.replace("_", ""));
        }

        private List<?> list(Type type, Node node) {
            if (!(node instanceof SequenceNode sequence)) {
                throw expected("a list such as [256, 256]", node);
            }
            // An entry of a list cannot be null, unlike a setting of the same type.
            Type entryType = type == Integer.class ? int.class : type;
            return sequence.getValue().stream()
                    .map(item -> read(entryType, item))
                    .toList();
        }

        private ConfigException expected(String what, Node node) {
            return new ConfigException("%s: %s expects %s, got %s".formatted(entry.where(), key, what, describe(node)));
        }
    }

    /** The number of a word, which may have suffix k for thousands or M for millions; null if it is not a number. */
    static @Nullable BigDecimal decimal(String word) {
        int thousands = word.endsWith("k") ? 1 : word.endsWith("M") ? 2 : 0;
        String number = thousands == 0 ? word : word.substring(0, word.length() - 1);
        return NUMBER.matcher(number).matches()
                ? new BigDecimal(number.replace("_", "")).scaleByPowerOfTen(3 * thousands)
                : null;
    }

    /** The text of an unquoted scalar; for other nodes an empty text, which no number or boolean is. */
    static String word(Node node) {
        return node instanceof ScalarNode scalar && isPlain(scalar) ? scalar.getValue() : "";
    }

    /** The text of an entry. */
    static String text(String key, Entry entry) {
        return String.valueOf(read(key, String.class, entry));
    }

    /** NaN and the infinities. No setting accepts them, but messages can then name them. */
    private static @Nullable Double specialNumber(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case ".nan", "nan" -> Double.NaN;
            case ".inf", "+.inf", "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-.inf", "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    /** Whether a node is null, so that its setting has no value. */
    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && isNull(scalar);
    }

    private static boolean isNull(ScalarNode scalar) {
        return isPlain(scalar) && NULL.contains(scalar.getValue());
    }

    private static boolean isPlain(ScalarNode scalar) {
        return scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }
}
