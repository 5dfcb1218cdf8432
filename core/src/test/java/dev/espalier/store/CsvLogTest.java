package dev.espalier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLogTest {

    private static final List<String> COLUMNS = List.of("time/fps", "train/actor_loss");

    @TempDir
    private Path folder;

    @Test
    void everyRowIsInTheFileAtOnce() {
        Path file = folder.resolve("progress.csv");
        try (CsvLog log = new CsvLog(file, COLUMNS, -1)) {
            assertThat(file).hasContent("step,time/fps,train/actor_loss\n");
            log.row(1000, List.of("61.5", ""));
            assertThat(file).hasContent("step,time/fps,train/actor_loss\n1000,61.5,\n");
        }
    }

    @Test
    void goesOnFromAStep() throws IOException {
        Path file = written("step,time/fps,train/actor_loss\n1000,1,2\n2000,3,4\n3000,5,6\n400");
        try (CsvLog log = new CsvLog(file, COLUMNS, 2000)) {
            assertThat(file).hasContent("step,time/fps,train/actor_loss\n1000,1,2\n2000,3,4\n");
            log.row(2500, List.of("7", "8"));
        }

        assertThat(file).hasContent("step,time/fps,train/actor_loss\n1000,1,2\n2000,3,4\n2500,7,8\n");
    }

    /** The last row looks complete, but without its line end, "12" may be the start of "1234". */
    @Test
    void aTornLastRowIsDropped() throws IOException {
        Path file = written("step,time/fps,train/actor_loss\n1000,1,2\n2000,3,12");
        new CsvLog(file, COLUMNS, 9000).close();

        assertThat(file).hasContent("step,time/fps,train/actor_loss\n1000,1,2\n");
    }

    @Test
    void aFileThatWasKilledBeforeItsHeaderOrIsGoneStartsAnew() throws IOException {
        Path file = written("step,ti");
        new CsvLog(file, COLUMNS, 9000).close();
        assertThat(file).hasContent("step,time/fps,train/actor_loss\n");

        Files.delete(file);
        new CsvLog(file, COLUMNS, 9000).close();
        assertThat(file).hasContent("step,time/fps,train/actor_loss\n");
    }

    /** As a run of a version that had fewer columns goes on. */
    @Test
    void columnsThatAreNewAreEmptyInTheRowsBefore() throws IOException {
        Path table = folder.resolve("progress.csv");
        Files.writeString(table, "step,a,c\n10,1,3\n20,,6\n30,7,9\n");
        try (CsvLog log = new CsvLog(table, List.of("a", "b", "c", "d"), 20)) {
            assertThat(log.size()).isEqualTo(3);
            log.row(30, List.of("7", "8", "9", "10"));
        }
        assertThat(table).hasContent("step,a,b,c,d\n10,1,,3,\n20,,,6,\n30,7,8,9,10\n");

        assertThatThrownBy(() -> new CsvLog(table, List.of("b", "a", "c", "d"), 20))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Resume with the version that made the run");
        Files.writeString(table, "step,a,c\n10,1\n");
        assertThatThrownBy(() -> new CsvLog(table, List.of("a", "b", "c"), 20))
                .isInstanceOf(StoreException.class)
                .hasMessage(table + ", line 2, has 2 values for 3 columns. Correct or remove the line, then resume.");
    }

    @Test
    void otherColumnsAreNamed() throws IOException {
        Path file = written("step,a\n");

        assertThatThrownBy(() -> new CsvLog(file, COLUMNS, 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("progress.csv has the columns step,a, but this version of Espalier writes"
                        + " step,time/fps,train/actor_loss.");
        assertThat(file).hasContent("step,a\n");
    }

    @Test
    void aRowWithoutAStepIsNamedByItsLine() throws IOException {
        Path file = written("step,time/fps,train/actor_loss\n1000,1,2\nx,1,2\n");

        assertThatThrownBy(() -> new CsvLog(file, COLUMNS, 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("progress.csv, line 3, does not begin with a step: x,1,2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "18446744073709551617"})
    void aStepOutOfRangeIsNamedByItsLine(String step) throws IOException {
        Path file = written("step,time/fps,train/actor_loss\n" + step + ",1,2\n");

        assertThatThrownBy(() -> new CsvLog(file, COLUMNS, 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("progress.csv, line 2, does not begin with a step: " + step + ",1,2");
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        try (CsvLog log = new CsvLog(folder.resolve("progress.csv"), COLUMNS, -1)) {
            assertThatThrownBy(() -> log.row(1, List.of("1")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2 columns besides the step, not 1");
            assertThatThrownBy(() -> log.row(1, List.of("1", "2,3")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2,3");
        }
    }

    @Test
    void aFullDiskIsNamed() throws IOException {
        try (var file = new AppendedFile(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> file.append(new byte[] {1}))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("Cannot write /dev/full: No space left on device");
        }
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("progress.csv"), text);
    }
}
