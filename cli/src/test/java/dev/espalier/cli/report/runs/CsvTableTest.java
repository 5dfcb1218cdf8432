package dev.espalier.cli.report.runs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages about damaged tables are tested with the command. */
class CsvTableTest {

    @TempDir
    private Path folder;

    @Test
    void aFileWithoutEndIsNotReadToItsEnd() {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThatThrownBy(() -> CsvTable.read(Path.of("/dev/zero")))
                    .isInstanceOf(ReportException.class)
                    .hasMessage("/dev/zero: cannot be read: it has more than the 268435456 bytes that are read");
            assertThatThrownBy(() -> RecordedJson.whole(Path.of("/dev/zero"))).isInstanceOf(ReportException.class);
        });
    }

    @Test
    void aNumberThatNoFigureCanShowIsNamedWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsonl"), "{\"a\": 1}\n{\"a\": {\"b\": [0, -1e308]}}\n");

        assertThatThrownBy(() -> RecordedJson.lines(file).forEach(_ -> {}))
                .isInstanceOf(ReportException.class)
                .hasMessage(file + ":2: a number is larger than 1.0E100 on either side of 0; restore the file");
    }
}
