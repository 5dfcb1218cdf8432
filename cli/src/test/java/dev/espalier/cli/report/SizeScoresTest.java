package dev.espalier.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.cli.report.runs.SizedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores against sizes in {@code summary.md} and {@code summary.json}. */
class SizeScoresTest {

    @TempDir
    Path folder;

    /** By hand: the last two evaluations of the seeds have the means 3 and 5; sizes are 76 and 65, on average 70.5. */
    @Test
    void scoresStandAgainstSizesInTheSummary() throws IOException {
        String gates = "prune:\n  gates: true\n  price: uniform\n";
        double[] first = {9, 9, 9, 9, 9, 9, 9, 9, 2, 4};
        double[] second = {9, 9, 9, 9, 9, 9, 9, 9, 1, 9};
        Path points = Files.writeString(folder.resolve("points.yml"), """
                {source: their page, points: [{task: Hopper, label: ARS, deployed: 33, score: 3344}]}
                """);
        List<Path> some = List.of(
                SizedFolder.write(folder, "prune-b", 0, gates, 2, first),
                SizedFolder.write(folder, "prune-b", 1, gates, 1, second),
                SizedFolder.write(folder, "prune-c", 0, gates, 1, 5));

        Report.of(some, List.of(), List.of(points), 1).write(folder);

        assertThat(folder.resolve("summary.md")).content().contains("""

                ![Score against deployed parameters on Hopper-v5](sizes-scores-Hopper-v5.svg)

                | method | runs | seeds | deployed | mean of last 20 % (IQM) | interval of 95 % |
                |---|---|---|--:|--:|--:|
                | theta, uniform price | prune-b | 0, 1 | 71 | 4.0 | 3.0 to 5.0 |

                | published by others, of other lengths and versions | task | deployed | score | source |
                |---|---|--:|--:|---|
                | ARS | Hopper | 33 | 3 344.0 | their page |

                Left out of this picture:

                - Hopper-v5-prune-c-seed0: not at its end: evaluated up to step 10 of 100
                """);
        var point = new ObjectMapper()
                .readTree(folder.resolve("summary.json").toFile())
                .at("/tasks/0/size_scores/points/0");
        assertThat(point.at("/deployed").doubleValue()).isEqualTo(70.5);
        assertThat(point.at("/score/interquartile_mean").doubleValue()).isEqualTo(4);
    }
}
