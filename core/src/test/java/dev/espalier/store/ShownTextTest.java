package dev.espalier.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {

    /** NUL, escape, next line, marks and overrides of direction, separators, half a surrogate pair, a tag, return. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0",
                "\u001b",
                "\u0085",
                "\u009b",
                "\u200e",
                "\u202e",
                "\u2066",
                "\u2028",
                "\u2029",
                "\ufeff",
                "\ud800",
                "\udb40\udc41",
                "\r"
            })
    void whatCommandsIsReplaced(String command) throws JsonProcessingException {
        assertThat(ShownText.of("a" + command + "b")).isEqualTo("a\ufffdb");

        String json = ShownText.ofJson("\"a" + command + "b\"");
        assertThat(json).matches("\"a(\\\\u[0-9a-f]{4})+b\"");
        assertThat(new ObjectMapper().readTree(json).textValue()).isEqualTo("a" + command + "b");
    }

    /** Persian uses the character that separates letters, emoji of families the one that joins them. */
    @Test
    void whatShowsStays() {
        String text = "tab\tline\nand\r\n é 方策 \u0645\u06cc\u200c\u062e \ud83d\udc68\u200d\ud83d\udc67";
        assertThat(ShownText.of(text)).isEqualTo(text);
        assertThat(ShownText.ofJson("\"é 方策\"")).isEqualTo("\"é 方策\"");
    }
}
