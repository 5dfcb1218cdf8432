package dev.espalier.run.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The structure of a run at commit a616b96, whose file told neither the agent nor whether there are diagonals. */
class EarlierStructureFileTest {

    @TempDir
    private Path folder;

    private static String text() throws IOException {
        try (InputStream file = Objects.requireNonNull(
                EarlierStructureFileTest.class.getResourceAsStream("earlier/a616b96-structure.json"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private StructureFile read(String text) throws IOException {
        return StructureFile.read(Files.writeString(folder.resolve("structure.json"), text));
    }

    @Test
    void itHasWhatTheRunHad() throws IOException {
        StructureFile structure = read(text());

        assertThat(structure.env()).isEqualTo("Hopper-v5");
        assertThat(structure.agent()).isEqualTo("sac");
        assertThat(structure.step()).isEqualTo(100_000);
        assertThat(structure.structure().hidden("phi_o")).isEqualTo(List.of(28, 1, 2, 1, 4, 8));
        assertThat(structure.structure().hidden("policy")).isEqualTo(List.of(21, 77));
        assertThat(structure.count().deployed()).isEqualTo(4797);
        assertThat(structure.count().trained()).isEqualTo(120_236);
    }

    /**
     * The 44 units of phi_o have 1237 weights, biases and numbers of batch norm. Its layers read 11, 39, 40, 42, 43 and
     * 47 numbers, so there may be 222 diagonals.
     */
    @Test
    void theCountTellsWhetherItHasDiagonals() throws IOException {
        String text = text();
        assertThat(text).doesNotContain("diagonals").contains("\"parameters\" : 1459");

        assertThat(1237 + 222).isEqualTo(1459);
        assertThat(read(text).diagonals()).isTrue();
        assertThat(read(text.replace("\"parameters\" : 1459", "\"parameters\" : 1237"))
                        .diagonals())
                .isFalse();
    }
}
