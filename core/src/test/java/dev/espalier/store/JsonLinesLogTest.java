package dev.espalier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesLogTest {

    @TempDir
    private Path folder;

    private static ObjectNode event(String name) {
        return JsonNodeFactory.instance.objectNode().put("event", name);
    }

    private Path written(String content) throws IOException {
        return Files.writeString(folder.resolve("events.jsonl"), content);
    }

    @Test
    void everyEventIsInTheFileAtOnceBehindItsStep() {
        Path file = folder.resolve("events.jsonl");
        try (JsonLinesLog log = new JsonLinesLog(file, -1)) {
            assertThat(file).isEmptyFile();
            log.append(7, event("removed").put("layer", 1));
            assertThat(file).hasContent("{\"step\":7,\"event\":\"removed\",\"layer\":1}\n");
            log.append(7, event("kept"));
            assertThat(file)
                    .hasContent("{\"step\":7,\"event\":\"removed\",\"layer\":1}\n{\"step\":7,\"event\":\"kept\"}\n");
        }
    }

    @Test
    void whatIsAppendedStaysTheCallers() {
        ObjectNode event = event("removed");
        try (JsonLinesLog log = new JsonLinesLog(folder.resolve("events.jsonl"), -1)) {
            log.append(7, event);
        }

        assertThat(event).isEqualTo(event("removed"));
    }

    /** Several events have the same step; an incomplete last one is dropped even if it looks whole. */
    @Test
    void goesOnFromAStep() throws IOException {
        Path file =
                written("{\"step\":1}\n{\"step\":2,\"a\":1}\n{\"step\":2,\"a\":2}\n{\"step\":3}\n{\"step\":2,\"a\":3}");
        try (JsonLinesLog log = new JsonLinesLog(file, 2)) {
            assertThat(file).hasContent("{\"step\":1}\n{\"step\":2,\"a\":1}\n{\"step\":2,\"a\":2}\n");
            log.append(4, event("removed"));
        }

        assertThat(file).hasContent("""
                {"step":1}
                {"step":2,"a":1}
                {"step":2,"a":2}
                {"step":4,"event":"removed"}
                """);
    }

    @Test
    void aFileThatIsGoneStartsAnew() {
        Path file = folder.resolve("events.jsonl");
        try (JsonLinesLog log = new JsonLinesLog(file, 100)) {
            log.append(101, event("removed"));
        }

        assertThat(file).hasContent("{\"step\":101,\"event\":\"removed\"}\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"step":2                | is not JSON: {"step":2
            removed                  | is not JSON: removed
            {"event":"removed"}      | has no step: {"event":"removed"}
            {"step":"2"}             | has no step: {"step":"2"}
            {"step":2.5}             | has no step: {"step":2.5}
            {"step":-1}              | has no step: {"step":-1}
            {"step":18446744073709551617} | has no step: {"step":18446744073709551617}
            """)
    void aDamagedLineIsNamedAndNothingIsTouched(String line, String complaint) throws IOException {
        String content = "{\"step\":1}\n" + line + "\n{\"step\":3}\n";
        Path file = written(content);

        assertThatThrownBy(() -> new JsonLinesLog(file, 1))
                .isInstanceOf(StoreException.class)
                .hasMessage(file + ", line 2, " + complaint + ". Correct or remove the line, then resume.");
        assertThat(file).hasContent(content);
    }
}
