package dev.espalier.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.architecture.Blueprint;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.cli.report.runs.RunFolder;
import dev.espalier.cli.report.xray.PrunedFolder;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Environments;
import dev.espalier.prune.UnitLayer;
import dev.espalier.run.files.StructureFile;
import dev.espalier.run.loop.Blueprints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a report, and its numbers against those computed by hand. */
class ReportTest {

    private static final double[] FIRST = {1, 2, 3, 4, 5, 6, 7, 8, 12, 10};
    /** The 100 at step 80 is not in the last fifth. */
    private static final double[] SECOND = {0, 0, 0, 0, 0, 0, 0, 100, 14, 20};

    @TempDir
    Path folder;

    private List<Path> runs = List.of();

    @BeforeEach
    void writeRuns() throws IOException {
        runs = List.of(
                RunFolder.write(folder, "Hopper-v5", "sac", 1, SECOND),
                RunFolder.write(folder, "Hopper-v5", "sac", 0, FIRST),
                RunFolder.write(folder, "Ant-v5", "sac-big", 0, -3.25, -1));
    }

    private Path reference() throws IOException {
        return Files.writeString(folder.resolve("reference.json"), """
                {"name": "Others | SAC", "env": "Hopper-v5", "source": "their page",
                 "points": [[0, -1], [50, 2.5], [100, 7], [150, 99]]}
                """);
    }

    @Test
    void eachTaskHasItsPicture() {
        Path out = folder.resolve("a/b");
        List<Path> files = Report.of(runs, List.of(), List.of(), 1).write(out);

        assertThat(files)
                .extracting(file -> out.relativize(file).toString())
                .containsExactly(
                        "report.html",
                        "curves-Hopper-v5.svg",
                        "curves-Hopper-v5.png",
                        "curves-Ant-v5.svg",
                        "curves-Ant-v5.png",
                        "summary.md",
                        "summary.json");
        assertThat(out.toFile().list()).as("nothing unfinished").hasSize(7);
        assertThat(files).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }

    @Test
    void theSameRunsGiveTheSameFiles() throws IOException {
        List<Path> once = Report.of(runs, List.of(), List.of(), 1).write(folder.resolve("once"));
        List<Path> again = Report.of(runs, List.of(), List.of(), 1).write(folder.resolve("again"));
        for (int i = 0; i < once.size(); i++) {
            assertThat(again.get(i)).hasSameBinaryContentAs(once.get(i));
        }
    }

    @Test
    void theTableSaysWhatBecameOfTheRuns() throws IOException {
        Report.of(runs, List.of(reference()), List.of(), 3).write(folder);

        String commits = "0123456789-dirty, fedcba9876";
        assertThat(folder.resolve("summary.md")).content().startsWith("""
                # Learning curves

                ## Hopper-v5

                ![Learning curves of Hopper-v5](curves-Hopper-v5.svg)

                | run | seeds | steps | final | best of last 20 %% | mean of last 20 %% | of ofe (IQM) | deployed | trained | dR | tR | commit |
                |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
                | **sac** | 0, 1 | 100 | 15.0 (10.0 to 20.0) | 16.0 (12.0 to 20.0) | 14.0 (11.0 to 17.0) |  |  |  |  |  |  |
                | Hopper-v5-sac-seed0 | 0 | 100 | 10.0 | 12.0 | 11.0 |  |  |  |  |  | %1$s |
                | Hopper-v5-sac-seed1 | 1 | 100 | 20.0 | 20.0 | 17.0 |  |  |  |  |  | %1$s |

                | published by others | return | at step | source |
                |---|--:|--:|---|
                | Others \\| SAC | 7.0 | 100 | their page |

                ## Ant-v5

                ![Learning curves of Ant-v5](curves-Ant-v5.svg)

                | run | seeds | steps | final | best of last 20 %% | mean of last 20 %% | of ofe (IQM) | deployed | trained | dR | tR | commit |
                |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
                | **sac-big** | 0 | 20 of 100 | -1.0 | -1.0 | -1.0 |  |  |  |  |  |  |
                | Ant-v5-sac-big-seed0 | 0 | 20 of 100 | -1.0 | -1.0 | -1.0 |  |  |  |  |  | %1$s |
                """.formatted(commits));
    }

    /** The sizes of preset ofe are those behind the paper's Table 4. */
    @Test
    void sizesAndScoresStandBesideThoseOfOfe() throws IOException {
        EnvironmentSpec task = Environments.spec("HalfCheetah-v2");
        Path ofe = RunFolder.write(folder, "HalfCheetah-v2", "ofe", 0, 1, 1, 1, 1, 50);
        Path pruned = RunFolder.write(folder, "HalfCheetah-v2", "prune-b", 0, 1, 1, 1, 1, 45);
        Blueprint reference = Blueprints.reference(task, "sac");
        StructureFile.write(ofe.resolve("structure.json"), task.id(), "sac", 100, reference);
        StructureFile.write(
                pruned.resolve("structure.json"),
                task.id(),
                "sac",
                100,
                reference.with(reference.structure().with(Map.of(new UnitLayer("policy", 1), 0))));

        Path control =
                RunFolder.write(folder, "HalfCheetah-v2", "ofe", 1, "structure:\n  policy: [256, 1]\n", 1, 1, 1, 1, 40);

        Report.of(List.of(ofe, pruned, control), List.of(), List.of(), 1).write(folder);

        // Without the policy's second layer: its 256 x 256 weights and 256 biases, and the next layer's 12 x 256
        // weights, which are 68 864.
        assertThat(folder.resolve("summary.md"))
                .content()
                .contains("| 100.0 % |  |  |  |  |  |\n")
                .contains("|  | 173 324 | 826 535 | 100.0 % | 100.0 % | ")
                .contains("| 90.0 % |  |  |  |  |  |\n")
                .contains("| **ofe, given structure** | 1 |")
                .contains("| 80.0 % |  |  |  |  |  |\n")
                .contains("|  | 104 460 | 757 671 | 60.3 % | 91.7 % | ");
    }

    /** By hand: of 10, 20, 30, 100 the middle two are 20, 30; of 40, 50, 60, 0 they are 40, 50. Their means: 25, 45. */
    @Test
    void ofOfeIsARatioOfInterquartileMeans() throws IOException {
        List<Path> eight = new ArrayList<>();
        double[] ofe = {40, 50, 60, 0};
        double[] sac = {10, 20, 30, 100};
        for (int seed = 0; seed < 4; seed++) {
            eight.add(RunFolder.write(folder, "Hopper-v5", "ofe", seed, ofe[seed]));
            eight.add(RunFolder.write(folder, "Hopper-v5", "sac", seed + 4, sac[seed]));
        }
        assertThat(ratioOfSac(eight)).isEqualTo(25.0 / 45);
        assertThat(folder.resolve("summary.md")).content().contains("| 55.6 % |");
        assertThat(folder.resolve("report.html")).content().contains("56\u00A0%", "Of ofe (ratio of IQMs)");
    }

    /** An ofe that is unfinished, or planned for another number of steps, is not used for ratios. */
    @Test
    void runsOfAnotherLengthAreNoYardstick() throws IOException {
        Path sac = RunFolder.write(folder, "Hopper-v5", "sac", 4, 1, 2);
        Path ofe = RunFolder.write(folder, "Hopper-v5", "ofe", 0, 1, 4);
        assertThat(ratioOfSac(List.of(ofe, sac))).isEqualTo(0.5);

        RunFolder.write(folder, "Hopper-v5", "ofe", 0, 1, 3, 4);
        assertThat(ratioOfSac(List.of(ofe, sac))).isNull();

        RunFolder.write(folder, "Hopper-v5", "ofe", 0, 1, 4);
        Path config = ofe.resolve("config.yml");
        Files.writeString(config, Files.readString(config).replace("steps: 100", "steps: 20"));
        assertThat(ratioOfSac(List.of(ofe, sac))).isNull();
    }

    private @Nullable Double ratioOfSac(List<Path> runs) throws IOException {
        Report.of(runs, List.of(), List.of(), 1).write(folder);
        var curves = new ObjectMapper()
                .readTree(folder.resolve("summary.json").toFile())
                .at("/tasks/0/curves");
        for (var curve : curves) {
            if (curve.get("label").asText().equals("sac")) {
                return curve.get("score_ratio").isNull()
                        ? null
                        : Double.valueOf(curve.get("score_ratio").doubleValue());
            }
        }
        throw new AssertionError("no curve of sac");
    }

    @Test
    void figuresOfSizesAndPrunedStructuresHaveFilesOfTheirOwn() throws IOException {
        Path out = folder.resolve("out");
        Report.of(List.of(PrunedFolder.complete(folder, 0)), List.of(), List.of(), 1)
                .write(out);

        for (String name : List.of("curves", "sizes-scores", "sizes", "units")) {
            assertThat(out.resolve(name + "-Hopper-v5.svg")).isNotEmptyFile();
            assertThat(out.resolve(name + "-Hopper-v5.png")).isNotEmptyFile();
        }
        for (String name : List.of("units", "theta", "inputs", "cost", "fallen")) {
            assertThat(out.resolve("xray-Hopper-v5-prune-b-seed0-" + name + ".svg"))
                    .isNotEmptyFile();
            assertThat(out.resolve("xray-Hopper-v5-prune-b-seed0-" + name + ".png"))
                    .isNotEmptyFile();
        }
    }

    @Test
    void aDamagedStructureIsNamed() throws IOException {
        Path run = RunFolder.write(folder, "Hopper-v5", "ofe", 7, 1, 2);
        Files.writeString(run.resolve("structure.json"), "{}");

        assertThatThrownBy(() -> Report.of(List.of(run), List.of(), List.of(), 1))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining(run.resolve("structure.json").toString());
    }

    @Test
    void curvesAreToldInWords() throws IOException {
        Report.of(runs, List.of(), List.of(), 1).write(folder);

        // 10 and 20 at the end; a single seed has no interval.
        assertThat(Files.readString(folder.resolve("curves-Hopper-v5.svg")))
                .contains("sac ends at 15 (interval of 95 %: 10 to 20), step 100.");
        assertThat(Files.readString(folder.resolve("curves-Ant-v5.svg"))).contains("sac-big ends at -1, step 20.");
    }

    @Test
    void theJsonHoldsTheSameNumbers() throws IOException {
        Report.of(runs, List.of(reference()), List.of(), 3).write(folder);

        var json = new ObjectMapper();
        var expected = json.readTree("""
                {"smooth": 3, "tasks": [{
                  "env": "Hopper-v5", "picture": "curves-Hopper-v5",
                  "curves": [{
                    "label": "sac", "seeds": [0, 1],
                    "scores": {
                      "final_evaluation": {"mean": 15.0, "lowest": 10.0, "highest": 20.0},
                      "best_of_last_fifth": {"mean": 16.0, "lowest": 12.0, "highest": 20.0},
                      "mean_of_last_fifth": {"mean": 14.0, "lowest": 11.0, "highest": 17.0}},
                    "estimates": {
                      "final_evaluation": {"interquartile_mean": 15.0, "interval": {"low": 10.0, "high": 20.0}},
                      "best_of_last_fifth": {"interquartile_mean": 16.0, "interval": {"low": 12.0, "high": 20.0}},
                      "mean_of_last_fifth": {"interquartile_mean": 14.0, "interval": {"low": 11.0, "high": 17.0}}},
                    "score_ratio": null,
                    "runs": [
                      {"name": "Hopper-v5-sac-seed0", "seed": 0, "steps": 100, "planned_steps": 100, "finished": true, "lost_episodes": 0,
                       "scores": {"final_evaluation": 10.0, "best_of_last_fifth": 12.0, "mean_of_last_fifth": 11.0}, "size": null,
                       "lost_of_scores": {"final_evaluation": 0, "best_of_last_fifth": 0, "mean_of_last_fifth": 0},
                       "commits": ["0123456789abcdef0123456789abcdef01234567-dirty",
                                   "fedcba98765432100123456789abcdef01234567"]},
                      {"name": "Hopper-v5-sac-seed1", "seed": 1, "steps": 100, "planned_steps": 100, "finished": true, "lost_episodes": 0,
                       "scores": {"final_evaluation": 20.0, "best_of_last_fifth": 20.0, "mean_of_last_fifth": 17.0}, "size": null,
                       "lost_of_scores": {"final_evaluation": 0, "best_of_last_fifth": 0, "mean_of_last_fifth": 0},
                       "commits": ["0123456789abcdef0123456789abcdef01234567-dirty",
                                   "fedcba98765432100123456789abcdef01234567"]}]}],
                  "references": [{"name": "Others | SAC", "source": "their page", "step": 100, "value": 7.0}],
                  "size_scores": {
                    "picture": "sizes-scores-Hopper-v5", "points": [],
                    "left_out": [
                      {"name": "Hopper-v5-sac-seed0", "reason": "its size is not recorded"},
                      {"name": "Hopper-v5-sac-seed1", "reason": "its size is not recorded"}],
                    "published": []}}]}
                """);
        var actual = json.readTree(folder.resolve("summary.json").toFile());
        assertThat(actual.get("files").get(0).textValue()).isEqualTo("report.html");
        assertThat(actual.get("smooth")).isEqualTo(expected.get("smooth"));
        assertThat(actual.get("tasks").get(0)).isEqualTo(expected.get("tasks").get(0));
        assertThat(actual.get("tasks")
                        .get(1)
                        .at("/curves/0/estimates/final_evaluation/interval")
                        .isNull())
                .as("one seed")
                .isTrue();
        assertThat(actual.get("tasks").get(1).at("/curves/0/runs/0/finished").booleanValue())
                .isFalse();
    }
}
