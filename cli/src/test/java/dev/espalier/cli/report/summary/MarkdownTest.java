package dev.espalier.cli.report.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.ReferencePoints;
import dev.espalier.cli.report.runs.RunFolder;
import dev.espalier.cli.report.runs.TaskResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownTest {

    @TempDir
    private Path folder;

    @Test
    void textIsShownAsItIs() {
        assertThat(Markdown.text("<b>x_y\r\n\u2028# z</b> | [a](b) `c` \\ ~~d~~ &amp; $e$"))
                .isEqualTo("\\<b\\>x\\_y # z\\</b\\> \\| \\[a\\](b) \\`c\\` \\\\ \\~\\~d\\~\\~ \\&amp; \\$e\\$");
        assertThat(Markdown.text("gpj\u202eexe\u0085")).isEqualTo("gpj\uFFFDexe ");
        assertThat(Markdown.text("Hopper-v5, 3 of 4 (sac.tau=0.01)")).isEqualTo("Hopper-v5, 3 of 4 (sac.tau=0.01)");
    }

    /** A preset's name from a configuration, a commit from metadata. */
    @Test
    void aSummaryHasNoMarkupOfRuns() throws IOException {
        Path run = RunFolder.write(folder, "Hopper-v5", "sac", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        Path config = run.resolve("config.yml");
        Files.writeString(config, Files.readString(config).replace("preset: sac", "preset: \"<img src=x>\\n# evil\""));
        Path metadata = run.resolve("metadata.json");
        Files.writeString(metadata, Files.readString(metadata).replace("-dirty", "<script>"));

        String text = SummaryTable.markdown(
                Summary.of(TaskResults.of(List.of(RecordedRun.read(run)), List.of(), List.<ReferencePoints>of()), 1));

        assertThat(text)
                .contains("\\<img src=x\\> # evil", "\\<script\\>")
                .doesNotContain("\n# evil", "*<img", " <img", "e<script>");
    }
}
