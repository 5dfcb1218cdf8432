package dev.espalier.run.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.run.loop.Evaluator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {

    private static final List<String> TAGS = List.of("rollout/ep_rew_mean", "time/fps");

    @TempDir
    private Path folder;

    @Test
    void rowsGoToTheTableAndToTensorBoard() throws IOException {
        RunDirectory directory = RunDirectory.create(folder);
        try (MetricsLog log = new MetricsLog(directory, TAGS, -1)) {
            log.row(1000, scalars(Map.of("time/fps", 61.5)));
            log.row(2000, scalars(Map.of("time/fps", 60.0, "rollout/ep_rew_mean", -0.1)));
        }

        assertThat(directory.progress()).hasContent("step,rollout/ep_rew_mean,time/fps\n1000,,61.5\n2000,-0.1,60.0\n");
        assertThat(occurrences("time/fps")).isEqualTo(2);
        assertThat(occurrences("rollout/ep_rew_mean")).isEqualTo(1);
    }

    /** Returns 1, 2, 6: mean 3, squared distances 4, 1, 9, so a variance of 14 / 3. */
    @Test
    void evaluationsAreSummedUp() throws IOException {
        RunDirectory directory = RunDirectory.create(folder);
        try (MetricsLog log = new MetricsLog(directory, TAGS, -1)) {
            log.evaluation(10_000, new Evaluator.Result(List.of(1.0, 2.0, 6.0), List.of(1000, 1000, 400), 1));
        }

        assertThat(directory.evaluations()).hasContent("""
                        step,mean_return,std_return,mean_length,episodes,returns,lost_episodes
                        10000,3.0,2.160246899469287,800.0,3,1.0 2.0 6.0,1
                        """);
        assertThat(occurrences("eval/mean_reward")).isEqualTo(1);
        assertThat(occurrences("eval/mean_ep_length")).isEqualTo(1);
        assertThat(occurrences("eval/lost_episodes")).isEqualTo(1);
    }

    @Test
    void goesOnFromACheckpoint() throws IOException {
        RunDirectory directory = RunDirectory.create(folder);
        try (MetricsLog log = new MetricsLog(directory, TAGS, -1)) {
            for (long step = 1000; step <= 3000; step += 1000) {
                log.row(step, scalars(Map.of("time/fps", step / 1000.0)));
                log.evaluation(step, new Evaluator.Result(List.of(1.0), List.of(10), 0));
            }
        }
        try (MetricsLog log = new MetricsLog(directory, TAGS, 2000)) {
            log.row(3000, scalars(Map.of("time/fps", 30.0)));
        }

        assertThat(directory.progress())
                .hasContent("step,rollout/ep_rew_mean,time/fps\n1000,,1.0\n2000,,2.0\n3000,,30.0\n");
        assertThat(Files.readAllLines(directory.evaluations())).hasSize(3);
        assertThat(eventFiles()).hasSize(2);
    }

    @Test
    void aTagWithoutAColumnIsNamed() {
        try (MetricsLog log = new MetricsLog(RunDirectory.create(folder), TAGS, -1)) {
            assertThatThrownBy(() -> log.row(1, scalars(Map.of("train/actor_loss", 1.0))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("No column was made for [train/actor_loss]");
        }
    }

    private static SequencedMap<String, Double> scalars(Map<String, Double> values) {
        return new LinkedHashMap<>(values);
    }

    /** How often a tag occurs in the event files, where it is plain text, once per point. */
    private int occurrences(String tag) throws IOException {
        int count = 0;
        for (Path file : eventFiles()) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            for (int at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + 1)) {
                count++;
            }
        }
        return count;
    }

    private List<Path> eventFiles() throws IOException {
        try (var entries = Files.newDirectoryStream(folder, "events.out.tfevents.*")) {
            return StreamSupport.stream(entries.spliterator(), false).toList();
        }
    }
}
