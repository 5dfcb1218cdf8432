package dev.espalier.cli.report.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTableTest {

    @TempDir
    private Path folder;

    /** A version that did not count lost episodes began the run, and one that does resumed it. */
    @Test
    void rowsBeforeLostEpisodesWereCountedHaveNone() throws IOException {
        Path file = folder.resolve("evaluations.csv");
        Files.writeString(file, """
                step,mean_return,std_return,mean_length,episodes,returns,lost_episodes
                100,2.5,0,3,1,2.5,
                200,4.5,0,3,2,4.5 4.5,1
                """);

        assertThat(EvaluationTable.read(file).points())
                .containsExactly(new Curve.Point(100, 2.5, 0), new Curve.Point(200, 4.5, 1));
    }
}
