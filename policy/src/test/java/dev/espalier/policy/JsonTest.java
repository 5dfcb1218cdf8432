package dev.espalier.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void readsEveryKindOfValue() {
        assertThat(Json.read(" {\"a\": [1, -2.5e3, true, false, null, {}], \"b\":{\"c\":[]}}\n"))
                .isEqualTo(Map.of(
                        "a", Arrays.asList(1.0, -2500.0, true, false, null, Map.of()), "b", Map.of("c", List.of())));
    }

    @Test
    void readsEscapes() {
        assertThat(Json.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\u00e9\"")).isEqualTo("\"\\/\b\f\n\r\t\u00e9\u00e9");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-0, -0", "1e2, 100", "1.5E-1, 0.15", "123456789012, 123456789012"})
    void readsNumbers(String text, double number) {
        assertThat(Json.read(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\" 1}",
                "{a: 1}",
                "[1 2]",
                "01",
                "1.",
                ".5",
                "+1",
                "NaN",
                "tru",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "1 2",
                "{\"a\":1,}",
                "\"\u0001\""
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no valid JSON");
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertThatThrownBy(() -> Json.read("[".repeat(100_000))).hasMessageContaining("nested too deeply");
    }
}
