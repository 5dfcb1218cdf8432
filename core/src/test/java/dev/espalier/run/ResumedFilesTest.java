package dev.espalier.run;

import static dev.espalier.run.TestRuns.digest;
import static dev.espalier.run.TestRuns.finish;
import static dev.espalier.run.TestRuns.interrupted;
import static dev.espalier.run.TestRuns.straight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resuming with files that have changed since the run. */
class ResumedFilesTest {

    @TempDir
    private static Path shared;

    /** The small run without interruption. */
    private static Path straight;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainStraightThrough() {
        straight = straight(shared.resolve("straight"));
    }

    /** As after a power failure, if the logs were not forced to the disk before the checkpoint. */
    @Test
    void logsThatLackTheirEndAreToldOfAndTrainingIsTheSame() throws IOException {
        Path resumed = interrupted(folder.resolve("resumed"), 173);
        Path progress = resumed.resolve("progress.csv");
        List<String> rows = Files.readAllLines(progress);
        Files.write(progress, rows.subList(0, rows.size() - 1));
        Files.writeString(resumed.resolve("evaluations.csv"), "");

        String end =
                ": it was cut or changed since; training goes on as if nothing had happened; to have it whole, stop now, put a copy"
                        + " in its place and resume";
        assertThat(finish(resumed))
                .containsExactly(
                        progress
                                + " ends at step 140 with 8 lines, but ended at step 160 with 9 lines when this checkpoint was written"
                                + end,
                        resumed.resolve("evaluations.csv")
                                + " ends at its start with 1 line, but ended at step 100 with 2 lines when this checkpoint was written"
                                + end,
                        "continuing at step 173");
        assertThat(digest(resumed)).isEqualTo(digest(straight));
    }

    /** A repaired disk may lack a block in the middle of a file; lines after the checkpoint are still dropped. */
    @Test
    void aHoleInALogIsToldOfAtEveryResume() throws IOException {
        Path resumed = interrupted(folder.resolve("resumed"), 173);
        Path progress = resumed.resolve("progress.csv");
        List<String> rows = new ArrayList<>(Files.readAllLines(progress));
        rows.remove(3);
        rows.add(rows.getLast().replaceFirst("160", "180"));
        Files.write(progress, rows);

        var heard = new TestRuns.Heard();
        TrainingRun.resume(resumed, heard, heard.reached(250));
        assertThat(heard.messages)
                .hasSize(2)
                .first()
                .asString()
                .startsWith(progress + " ends at step 160 with 8 lines, but ended at step 160 with 9 lines when");
        assertThat(finish(resumed))
                .hasSize(2)
                .first()
                .asString()
                .contains(" with 12 lines, but ", " with 13 lines when");
        assertThat(digest(resumed)).isEqualTo(digest(straight));
    }

    @Test
    void aResumeThatFailsLeavesNothingOfItself() throws IOException {
        Path run = interrupted(folder.resolve("run"), 60);
        Files.writeString(run.resolve("progress.csv"), "step,other\n");
        String metadata = Files.readString(run.resolve("metadata.json"));
        List<Path> before = files(run);

        assertThatThrownBy(() -> finish(run)).isInstanceOf(StoreException.class);
        assertThat(run.resolve("metadata.json")).hasContent(metadata);
        assertThat(files(run)).isEqualTo(before);
    }

    @Test
    void withoutMetadataNoFileIsChanged() throws IOException {
        Path run = interrupted(folder.resolve("run"), 60);
        Files.delete(run.resolve("metadata.json"));
        // A resume would cut this off.
        Files.writeString(run.resolve("progress.csv"), "9999,half a li", StandardOpenOption.APPEND);
        SequencedMap<Path, String> before = contents(run);

        assertThatThrownBy(() -> finish(run))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("metadata.json")
                .hasMessageContaining("Restore it, then resume.");
        assertThat(contents(run)).isEqualTo(before);
    }

    private static SequencedMap<Path, String> contents(Path folder) throws IOException {
        SequencedMap<Path, String> contents = new LinkedHashMap<>();
        try (var paths = Files.walk(folder)) {
            for (Path file : paths.filter(Files::isRegularFile).sorted().toList()) {
                contents.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
