package dev.espalier.run;

import static dev.espalier.run.TestRuns.assertSameRun;
import static dev.espalier.run.TestRuns.digest;
import static dev.espalier.run.TestRuns.finish;
import static dev.espalier.run.TestRuns.interrupted;
import static dev.espalier.run.TestRuns.straight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.config.ConfigException;
import dev.espalier.run.files.RunMetadata;
import dev.espalier.run.loop.Workshop;
import dev.espalier.store.StoreException;
import dev.espalier.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that was interrupted and resumed ends bit for bit as if it had never stopped. */
class ResumeTest {

    @TempDir
    private static Path shared;

    /** The small run without interruption. */
    private static Path straight;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainStraightThrough() {
        straight = straight(shared.resolve("straight"));
    }

    /** Stops at a checkpoint, between two, during random steps, before the first step and at the last but one. */
    @ParameterizedTest
    @CsvSource({"150", "173", "20", "0", "299"})
    void interruptedAtAnyStepItEndsTheSame(long step) throws IOException {
        Path resumed = interrupted(folder.resolve("resumed"), step);
        assertThat(digest(resumed)).isNotEqualTo(digest(straight));

        assertThat(finish(resumed)).containsExactly("continuing at step " + step);
        assertSameRun(resumed, straight);
    }

    /** Elsewhere the numbers may be others, so nobody should expect the same run. */
    @Test
    void onAnotherProcessorItSaysSoAndGoesOn() throws IOException {
        Path run = interrupted(folder.resolve("resumed"), 20);
        Path metadata = run.resolve("metadata.json");
        Files.writeString(metadata, Files.readString(metadata).replace(RunMetadata.cpu(), "another"));

        assertThat(finish(run))
                .containsExactly(
                        "continuing at step 20",
                        "what computes is not as it was, so the run goes on, but not bit by bit as it would have: cpu "
                                + RunMetadata.cpu() + ", not another");
    }

    @Test
    void aPrecisionThatChangesNothingHereIsCalledSo() {
        String[] medium = {"precision=medium"};
        Path run = interrupted(folder.resolve("resumed"), 20, medium);
        boolean changesNothing = Workshop.compute(TestRuns.config(medium)).factors() == Precision.Format.FLOAT32;

        List<String> messages = finish(run);

        String note = "precision medium rounds no factors here: this processor, " + RunMetadata.cpu()
                + ", multiplies in float32";
        assertThat(messages.contains(note)).isEqualTo(changesNothing);
        assertThat(messages).contains("continuing at step 20");
    }

    /** Additional state of one setting: more environments, a learnt temperature, a full replay. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            environments=3            | sac.learn_temperature=true | 151
            replay_capacity=64        | checkpoint.every=70        | 157
            replay_capacity=64        | environments=3             | 100
            sac.updates_per_step=2    | device=cpu                 | 110
            precision=medium          | device=cpu                 | 173
            precision=high            | device=cpu                 | 173
            """)
    void soItDoesWithOtherSettings(String first, String second, long step) throws IOException {
        Path expected = straight(folder.resolve("straight"), first, second);
        Path resumed = interrupted(folder.resolve("resumed"), step, first, second);

        finish(resumed);
        assertSameRun(resumed, expected);
    }

    /** Ant's state has positions before the step in addition to the physics; Hopper's episodes end in between. */
    @ParameterizedTest
    @CsvSource({"Ant-v5, 61", "Hopper-v2, 83"})
    void soItDoesOnOtherTasks(String env, long step) throws IOException {
        String[] changes = {"env=" + env, "steps=120", "evaluation.every=60", "sac.learn_temperature=true"};
        Path expected = straight(folder.resolve("straight"), changes);
        Path resumed = interrupted(folder.resolve("resumed"), step, changes);

        finish(resumed);
        assertSameRun(resumed, expected);
    }

    /** Its policy learns at every third update: at some of these steps it is next, at others not. */
    @ParameterizedTest
    @CsvSource({"150", "172", "173", "20"})
    void soDoesTd3(long step) throws IOException {
        Path expected = straight(folder.resolve("straight"), TestRuns.TD3);
        Path resumed = interrupted(folder.resolve("resumed"), step, TestRuns.TD3);

        finish(resumed);
        assertSameRun(resumed, expected);
        // Rows of an update without the policy repeat its last loss.
        List<String> rows = Files.readAllLines(expected.resolve("progress.csv"));
        int column = List.of(rows.getFirst().split(",", -1)).indexOf("train/actor_loss");
        assertThat(rows.subList(4, rows.size()).stream().map(row -> row.split(",", -1)[column]))
                .hasSizeGreaterThan(5)
                .doesNotContain("");
    }

    /** Within a rollout, at its end, and before the first: the rollout and the normaliser are part of the state. */
    @ParameterizedTest
    @CsvSource({"1, 150", "1, 160", "1, 0", "3, 150", "3, 180", "3, 291"})
    void soDoesPpo(int environments, long step) throws IOException {
        String[] settings = TestRuns.both(TestRuns.PPO, "environments=" + environments);
        Path expected = straight(folder.resolve("straight"), settings);
        Path resumed = interrupted(folder.resolve("resumed"), step, settings);
        assertThat(digest(resumed)).isNotEqualTo(digest(expected));

        assertThat(finish(resumed)).containsExactly("continuing at step " + step);
        assertSameRun(resumed, expected);
    }

    @Test
    void interruptedAgainAndAgainItEndsTheSame() throws IOException {
        Path resumed = interrupted(folder.resolve("resumed"), 7);
        for (long step = 30; step < 300; step += 41) {
            var heard = new TestRuns.Heard();
            assertThat(TrainingRun.resume(resumed, heard, heard.reached(step)).outcome())
                    .isEqualTo(TrainingRun.Outcome.INTERRUPTED);
        }

        finish(resumed);
        assertSameRun(resumed, straight);
    }

    @Test
    void resumeOfAFinishedRunChangesNothing() throws IOException {
        Path again = straight(folder.resolve("again"));

        assertThat(finish(again)).containsExactly("continuing at step 300");
        assertSameRun(again, straight);
    }

    /** As after a kill before the first checkpoint, that of step 50: logs with rows, but no checkpoint. */
    @Test
    void withoutACheckpointItStartsAnew() throws IOException {
        Path resumed = interrupted(folder.resolve("resumed"), 45);
        deleteTree(resumed.resolve("checkpoints"));

        assertThat(finish(resumed)).containsExactly("no checkpoint had been written yet: starting anew");
        assertSameRun(resumed, straight);
    }

    @Test
    void aCutNewestCheckpointIsPassedOver() throws IOException {
        Path resumed = interrupted(folder.resolve("resumed"), 173);
        Path file = resumed.resolve("checkpoints/step-000000173/replay.safetensors");
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length / 2));

        assertThat(finish(resumed))
                .containsExactly(
                        "Checkpoint step-000000173 is damaged: replay.safetensors has " + content.length / 2
                                + " bytes instead of " + content.length + "; using step-000000150 instead",
                        "continuing at step 150");
        assertSameRun(resumed, straight);
    }

    /** One bit of each file in turn: weights, replay, counters, manifest. */
    @ParameterizedTest
    @CsvSource({"agent.safetensors", "replay.safetensors", "state.json", "manifest.json"})
    void aFlippedBitInTheNewestCheckpointIsNoticed(String name) throws IOException {
        Path resumed = interrupted(folder.resolve("resumed"), 173);
        Path file = resumed.resolve("checkpoints/step-000000173").resolve(name);
        byte[] content = Files.readAllBytes(file);
        content[content.length * 2 / 3] ^= 1;
        Files.write(file, content);

        List<String> messages = finish(resumed);
        assertThat(messages).hasSize(2);
        assertThat(messages.getFirst())
                .startsWith("Checkpoint step-000000173 is damaged: " + name)
                .endsWith("; using step-000000150 instead");
        assertThat(messages.getLast()).isEqualTo("continuing at step 150");
        assertSameRun(resumed, straight);
    }

    @Test
    void withoutASoundCheckpointItSaysSoAndTouchesNothing() throws IOException {
        Path run = interrupted(folder.resolve("run"), 173);
        for (String step : List.of("step-000000150", "step-000000173")) {
            Files.delete(run.resolve("checkpoints").resolve(step).resolve("state.json"));
        }
        byte[] progress = Files.readAllBytes(run.resolve("progress.csv"));

        assertThatThrownBy(() -> finish(run))
                .isInstanceOf(StoreException.class)
                .hasMessage("No checkpoint in " + run.resolve("checkpoints") + " is sound."
                        + " Checkpoint step-000000173 is damaged: state.json is missing."
                        + " Checkpoint step-000000150 is damaged: state.json is missing");
        assertThat(run.resolve("progress.csv")).hasBinaryContent(progress);
    }

    /** Training longer than planned gives the longer run. */
    @Test
    void moreStepsInTheConfigurationProlongTheRun() throws IOException {
        Path expected = straight(folder.resolve("straight"), "steps=400");
        Path resumed = straight(folder.resolve("resumed"), "steps=300");
        edit(resumed, "steps: 300", "steps: 400");

        finish(resumed);
        assertSameRun(resumed, expected);
    }

    @Test
    void aConfigurationThatDoesNotFitTheCheckpointIsNamed() throws IOException {
        Path run = interrupted(folder.resolve("run"), 100);
        edit(run, "- 16\n  - 16", "- 16\n  - 8");

        assertThatThrownBy(() -> TrainingRun.evaluate(run, 1, 0, new TestRuns.Heard()))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("The checkpoint of step 100");
        assertThatThrownBy(() -> finish(run))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("The checkpoint of step 100 does not fit " + run.resolve("config.yml") + ": ")
                .hasMessageContaining("policy.")
                .hasMessageEndingWith(". Undo the change to the configuration, go on with the version that made the run"
                        + " (metadata.json names it), or start a new run.");
    }

    @Test
    void anotherNumberOfEnvironmentsThanTheCheckpointsIsRefused() throws IOException {
        Path run = interrupted(folder.resolve("run"), 100);
        edit(run, "environments: 1", "environments: 2");

        assertThatThrownBy(() -> finish(run))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(": expected the state of 2 environments, found that of 1. ");
    }

    @Test
    void anUnknownTaskInTheConfigurationIsRefused() throws IOException {
        Path run = interrupted(folder.resolve("run"), 100);
        edit(run, "env: InvertedPendulum-v5", "env: InvertedPendulum-v7");

        assertThatThrownBy(() -> finish(run))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        run.resolve("config.yml") + ": unknown environment 'InvertedPendulum-v7'; the closest are ");
    }

    private static void edit(Path run, String from, String to) throws IOException {
        Path config = run.resolve("config.yml");
        String text = Files.readString(config);
        assertThat(text).contains(from);
        Files.writeString(config, text.replace(from, to));
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
