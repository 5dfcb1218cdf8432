package dev.espalier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFieldsTest {

    private static final Map<String, BiFunction<JsonFields, String, Object>> KINDS = Map.of(
            "whole", JsonFields::whole,
            "count", JsonFields::count,
            "number", JsonFields::number,
            "numberInText", JsonFields::numberInText,
            "text", JsonFields::text,
            "flag", JsonFields::flag,
            "bytes", JsonFields::bytes,
            "numbers", JsonFields::numbers,
            "places", JsonFields::places,
            "objects", (fields, name) -> fields.objects(name).size());

    private static JsonFields fields(String json) throws JsonProcessingException {
        return JsonFields.stored("state.json", new ObjectMapper().readTree(json));
    }

    @Test
    void whatIsThereIsRead() throws JsonProcessingException {
        JsonFields fields = fields("""
                {"a": 7, "b": -0.5, "c": "NaN", "d": "text", "e": true, "f": "AQI=", "g": [1, 2.5], "h": [3, 0],
                 "i": [{"a": 1}, {"a": 2}], "j": {"k": 4}}
                """);

        assertThat(fields.whole("a")).isEqualTo(7);
        assertThat(fields.count("a")).isEqualTo(7);
        assertThat(fields.number("b")).isEqualTo(-0.5);
        assertThat(fields.numberInText("c")).isNaN();
        assertThat(fields.text("d")).isEqualTo("text");
        assertThat(fields.flag("e")).isTrue();
        assertThat(fields.bytes("f")).containsExactly(1, 2);
        assertThat(fields.numbers("g")).containsExactly(1, 2.5);
        assertThat(fields.numbers("g", 2)).containsExactly(1, 2.5);
        assertThat(fields.places("h", 2)).containsExactly(3, 0);
        assertThat(fields.objects("i")).extracting(each -> each.whole("a")).containsExactly(1L, 2L);
        assertThat(fields.object("j").whole("k")).isEqualTo(4);
        assertThat(fields.has("z")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            whole        | "7"                   | x must be a whole number of at least 0, but is "7"
            whole        | -1                    | x must be a whole number of at least 0, but is -1
            whole        | 1.5                   | x must be a whole number of at least 0, but is 1.5
            whole        | 18446744073709551616  | x must be a whole number of at least 0, but is 18446744073709551616
            whole        | 9007199254740993      | x must be a whole number of at most 9007199254740992, but is 9007199254740993
            count        | 3000000000            | x must be a whole number of at most 2147483647, but is 3000000000
            number       | 1e999                 | x must be a finite number, but is "Infinity"
            number       | null                  | x must be a finite number, but is null
            numberInText | 0.5                   | x must be a text, but is 0.5
            numberInText | "half"                | x must be a text with a number, but is "half"
            text         | {}                    | x must be a text, but is {}
            flag         | 1                     | x must be true or false, but is 1
            bytes        | "?"                   | x must be bytes as base64, but is "?"
            bytes        | 7                     | x must be bytes as base64, but is 7
            numbers      | 7                     | x must be a list of finite numbers, but is 7
            numbers      | [1, "2"]              | x must be a list of finite numbers, but is [1,"2"]
            places       | [1, -2]               | x must be a list of whole numbers of at least 0, but is [1,-2]
            objects      | {}                    | x must be a list of objects, but is {}
            objects      | [1]                   | x must be a list of objects, but is [1]
            """)
    void whatIsOfAnotherKindIsNamed(String kind, String value, String problem) throws JsonProcessingException {
        JsonFields fields = fields("{\"x\": " + value + "}");

        assertThatThrownBy(() -> Objects.requireNonNull(KINDS.get(kind)).apply(fields, "x"))
                .isInstanceOf(StoreException.class)
                .hasMessage("state.json: " + problem + "; restore the file");
        assertThatThrownBy(() -> Objects.requireNonNull(KINDS.get(kind)).apply(fields, "y"))
                .hasMessage("state.json: 'y' is missing; restore the file");
    }

    @Test
    void aListOfAnotherLengthIsNamed() throws JsonProcessingException {
        assertThatThrownBy(() -> fields("{\"x\": [1]}").numbers("x", 2))
                .hasMessage("state.json: x must be a list of 2 finite numbers, but is [1]; restore the file");
        assertThatThrownBy(() -> fields("{\"x\": [1]}").places("x", 0))
                .hasMessage(
                        "state.json: x must be a list of 0 whole numbers of at least 0, but is [1]; restore the file");
    }

    /** Five million letters tell no more than the first ones. */
    @Test
    void aLongValueIsCut() throws JsonProcessingException {
        JsonFields fields = fields("{\"x\": \"" + "a".repeat(5_000_000) + "\"}");

        assertThatThrownBy(() -> fields.whole("x")).hasMessageEndingWith("aaa ...; restore the file");
        assertThatThrownBy(() -> fields.whole("x"))
                .extracting(failure -> String.valueOf(failure.getMessage()).length())
                .isEqualTo(("state.json: x must be a whole number of at least 0, but is \"" + "a".repeat(199)
                                + " ...; restore the file")
                        .length());
    }

    @Test
    void whatIsNoObjectIsNamed() {
        assertThatThrownBy(() -> fields("[1]")).hasMessage("state.json: not a JSON object; restore the file");
    }
}
