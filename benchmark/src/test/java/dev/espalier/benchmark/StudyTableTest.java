package dev.espalier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.espalier.benchmark.StudyFolder.Outcome;
import dev.espalier.cli.report.statistics.Estimate;
import dev.espalier.cli.report.statistics.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a study counts when its runs are finished, and what it keeps of them. */
@Timeout(60)
class StudyTableTest {

    @TempDir
    Path folder;

    private StudyFolder study;

    @BeforeEach
    void makeFolder() throws IOException {
        study = new StudyFolder(folder);
    }

    /**
     * Worked by hand. Of 10, 20, 30, 70, 1000 the middle three have the mean 40; of 5, 6, 7, 8, 9 it is 7, 17.5 % of
     * that. Seed 0 to 4 add to the parameters, so that their mean is 2 more than what is asked for.
     */
    @Test
    void theTableCountsTheMiddleOfTheSeeds() throws IOException, InterruptedException {
        study.plan(
                "wide --scores 30,10,1000,20,70 --deployed 900",
                "theta --scores 5,6,7,8,9 --deployed 50 --undecided 3",
                "late --fail 1");

        Outcome outcome = study.run("--seeds", "5");

        assertThat(outcome.out())
                .contains("| run | seeds | score | interval | of `wide` | deployed | trained | undecided | commit |")
                .containsPattern("\\| `wide` \\| 0, 1, 2, 3, 4 \\| 40\\.0 \\| [0-9.]+ to [0-9.]+ \\| 100\\.0 % \\|"
                        + " 902 \\(900 to 904\\) \\| 1000 \\| - \\| c0ffee, decaf \\|")
                .containsPattern(
                        "\\| `theta` \\| .* \\| 7\\.0 \\| .* \\| 17\\.5 % \\| 52 \\(50 to 54\\) \\| 1000 \\| 3 \\|")
                .contains("| `late` | - | - | - | - | - | - | - | - |");
        assertThat(Files.readString(folder.resolve("out/table.md"))).isEqualTo(outcome.out());
        JsonNode wide = study.table().at("/rows/0");
        assertThat(wide.get("scores").toString()).isEqualTo("[30.0,10.0,1000.0,20.0,70.0]");
        assertThat(wide.get("deployed").toString()).isEqualTo("[900,901,902,903,904]");
        Interval expected = Objects.requireNonNull(
                Estimate.of(new double[] {30, 10, 1000, 20, 70}).interval());
        assertThat(wide.at("/interval/0").doubleValue()).isCloseTo(expected.low(), within(1e-9));
        assertThat(wide.at("/interval/1").doubleValue()).isCloseTo(expected.high(), within(1e-9));
        assertThat(study.table().at("/rows/1/undecided").toString()).isEqualTo("[3,3,3,3,3]");

        assertThat(study.run("--seeds", "5", "--report-only", "--base", "theta").out())
                .contains("| of `theta` |")
                .contains("| 571.4 % |");
    }

    @Test
    void onlyWhatIsSmallIsCollected() throws IOException, InterruptedException {
        study.plan("few --events 3", "many --events 100000", "late --fail 1");

        study.run("--seeds", "1", "--collect", "kept");

        Path kept = folder.resolve("kept");
        assertThat(names(kept.resolve("few-seed0")))
                .containsExactlyInAnyOrder(
                        "config.yml",
                        "metadata.json",
                        "progress.csv",
                        "evaluations.csv",
                        "structure.json",
                        "prune_events.jsonl");
        assertThat(names(kept.resolve("many-seed0"))).contains("config.yml").doesNotContain("prune_events.jsonl");
        assertThat(names(kept))
                .containsExactlyInAnyOrder(
                        "few-seed0",
                        "many-seed0",
                        "plan.txt",
                        "table.md",
                        "table.json",
                        "summary.md",
                        "curves-Task.png");
        // What was kept gives the same table.
        String table = Files.readString(kept.resolve("table.md"));
        assertThat(study.run("--seeds", "1", "--report-only", "--out", "kept").out())
                .isEqualTo(table);
    }

    /** espalier report refuses a file of which it can draw nothing. */
    @Test
    void publishedAgentsAreDrawnBesideRunsOfTheirTaskAlone() throws IOException, InterruptedException {
        study.plan("a --scores 1");
        study.run("--seeds", "1");
        study.calls();
        Path file = folder.resolve("published.yml");

        Files.writeString(file, "points:\n  - {task: Other, label: x}\n  - {task: Task, label: y}\n");
        study.run("--seeds", "1", "--report-only", "--references", "published.yml");
        assertThat(study.calls())
                .containsExactly("report out/a-seed0 --out out/report --reference-points published.yml");

        Files.writeString(file, "points:\n  - {task: Other, label: x}\n");
        study.run("--seeds", "1", "--report-only", "--references", "published.yml");
        assertThat(study.calls()).containsExactly("report out/a-seed0 --out out/report");

        Outcome missing = study.run("--references", "nowhere.yml");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).isEqualTo("study: --references: there is no file nowhere.yml\n");
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
