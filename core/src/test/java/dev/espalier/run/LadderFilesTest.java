package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.run.Ladder.Rung;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a ladder that no run of this version wrote: of an earlier version, or damaged. */
class LadderFilesTest {

    @TempDir
    private Path folder;

    /** Earlier versions did not record lost episodes. */
    @Test
    void aRungOfAnEarlierVersionIsRead() throws IOException {
        Path file =
                Files.createDirectories(folder.resolve("run/ladder/below-64")).resolve("rung.json");
        Files.writeString(folder.resolve("run/config.yml"), "");
        Files.writeString(file, """
                {"step": 1, "mean_return": 2, "std_return": 0, "episodes": 3,
                 "deployed": 60, "undecided": 0, "bytes": 240}
                """);

        assertThat(Ladder.read(RunDirectory.open(folder.resolve("run"))))
                .singleElement()
                .returns(0, Rung::lostEpisodes);
    }

    @Test
    void aDamagedRungIsNamed() throws IOException {
        Path ladder = folder.resolve("run/ladder/below-64");
        Files.createDirectories(ladder);
        Files.writeString(folder.resolve("run/config.yml"), "");
        Files.writeString(ladder.resolve("rung.json"), "{\"step\": 1");

        assertThatThrownBy(() -> Ladder.read(RunDirectory.open(folder.resolve("run"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("rung.json is not the score of a policy")
                .hasMessageEndingWith("Remove " + ladder + " to go on without it.");
    }
}
