package dev.espalier.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reasons for people. */
class StoreExceptionTest {

    private static String reasonAgainst(String json) {
        try {
            new JsonMapper().readTree(json);
        } catch (IOException e) {
            return StoreException.reason(e);
        }
        throw new AssertionError("that is JSON: " + json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"a" 1} | not valid JSON in line 1: Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value
                    {"a": 1 | not valid JSON: it ends too early
                    """)
    void damagedJsonIsCalledSo(String json, String reason) {
        assertThat(reasonAgainst(json)).isEqualTo(reason);
    }

    /** Jackson gives no position for too deep nesting. */
    @Test
    void aProblemWithoutAPlaceIsToldWithoutOne() {
        assertThat(reasonAgainst("[".repeat(2000)))
                .startsWith("not valid JSON")
                .contains("nesting depth")
                .doesNotContain("null");
    }

    @Test
    void failuresOfFilesHaveTheirPlainReasons() {
        assertThat(StoreException.reason(new AccessDeniedException("a.txt"))).isEqualTo("permission denied");
        assertThat(StoreException.reason(new NoSuchFileException("a.txt"))).isEqualTo("no such file or folder: a.txt");
        assertThat(StoreException.reason(new MalformedInputException(1))).isEqualTo("not a text file in UTF-8");
        assertThat(StoreException.reason(new IOException())).isEqualTo("IOException");
    }
}
