package dev.espalier.cli.report.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published agents and their tasks. Messages about wrong files are tested with the command. */
class ReferencePointsTest {

    private static final Path COMMITTED = Path.of("..", "results", "references", "ars-rl-zoo3.yml");

    @TempDir
    Path folder;

    @Test
    void aPointsTaskIsItsOwnOrThatOfTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("points.yml"), """
                task: Hopper
                source: their page
                points:
                  - {label: ARS, deployed: 33, score: 3344}
                  - {label: Theirs, deployed: 102, score: -4.5, task: Ant-v3}
                """);

        assertThat(ReferencePoints.read(file).points())
                .containsExactly(
                        new ReferencePoints.Point("ARS", "Hopper", "their page", 33, 3344),
                        new ReferencePoints.Point("Theirs", "Ant-v3", "their page", 102, -4.5));
    }

    @Test
    void aTaskWithoutAVersionStandsForAllOfThem() {
        var family = new ReferencePoints.Point("A", "Hopper", "x", 1, 1);
        assertThat(family.isOf("Hopper-v5")).isTrue();
        assertThat(family.isOf("Hopper-v2")).isTrue();
        assertThat(family.isOf("HopperTwo-v5")).isFalse();
        assertThat(family.isOf("models/Hopper-v5.xml")).isFalse();
        var version = new ReferencePoints.Point("A", "Hopper-v3", "x", 1, 1);
        assertThat(version.isOf("Hopper-v3")).isTrue();
        assertThat(version.isOf("Hopper-v5")).isFalse();
        assertThat(new ReferencePoints.Point("A", "models/own.xml", "x", 1, 1).isOf("models/own.xml"))
                .isTrue();
    }

    /** A linear policy without bias has a weight for each pair of an observation entry and an action entry. */
    @Test
    void thePublishedArsAgentsAreLinear() {
        ReferencePoints points = ReferencePoints.read(COMMITTED);

        assertThat(points.of("Hopper-v5")).singleElement().satisfies(point -> {
            assertThat(point.deployed()).isEqualTo(11 * 3);
            assertThat(point.score()).isEqualTo(3344);
            assertThat(point.source()).contains("7 to 75 million steps");
        });
        assertThat(points.of("HalfCheetah-v5").getFirst().deployed()).isEqualTo(17 * 6);
        assertThat(points.of("Walker2d-v5").getFirst().deployed()).isEqualTo(17 * 6);
        assertThat(points.of("Ant-v5").getFirst().deployed()).isEqualTo(111 * 8);
        assertThat(points.points()).hasSize(4);
    }
}
