package dev.espalier.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.report.runs.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an earlier report and other files in its folder are treated. */
class ReportFolderTest {

    @TempDir
    Path folder;

    @Test
    void aReportReplacesTheEarlierOneAndNothingElse() throws IOException {
        Path out = folder.resolve("out");
        List<Path> runs = List.of(
                RunFolder.write(folder, "Hopper-v5", "sac", 0, 1, 2),
                RunFolder.write(
                        folder, "Hopper-v5", "ofe", 0, "sac:\n  hidden: [8, 8]\n", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                RunFolder.write(folder, "Ant-v5", "sac-big", 0, -3.25, -1));
        Report.of(runs, List.of(), List.of(), 1).write(out);
        Path own = Files.writeString(out.resolve("curves-mine.svg"), "drawn by hand");
        Path outside = Files.writeString(folder.resolve("curves-outside.svg"), "of somebody else");
        Path summary = out.resolve("summary.json");
        Files.writeString(
                summary,
                Files.readString(summary)
                        .replace(
                                "\"files\" : [ ",
                                "\"files\" : [ \"../curves-outside.svg\", \"data.csv\", \"curves-old.svg\", "));
        Path data = Files.writeString(out.resolve("data.csv"), "1,2");
        Path old = Files.writeString(out.resolve("curves-old.svg"), "of an earlier report");
        assertThat(out.resolve("curves-Ant-v5.svg")).exists();
        assertThat(out.resolve("sizes-scores-Hopper-v5.svg")).exists();

        List<Path> files =
                Report.of(runs.subList(0, 1), List.of(), List.of(), 1).write(out);

        try (var there = Files.list(out)) {
            assertThat(there.toList())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(files.stream(), Stream.of(own, data)).toList());
        }
        assertThat(out.resolve("curves-Ant-v5.svg")).doesNotExist();
        assertThat(out.resolve("sizes-scores-Hopper-v5.svg")).doesNotExist();
        assertThat(old).doesNotExist();
        assertThat(outside).exists();
    }
}
