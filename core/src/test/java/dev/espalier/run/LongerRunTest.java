package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.config.ConfigException;
import dev.espalier.config.ConfigFile;
import dev.espalier.config.RunConfig;
import dev.espalier.prune.PrunePhase;
import dev.espalier.run.TestRuns.Heard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is resumed for more steps than it was to have. */
class LongerRunTest {

    @TempDir
    Path folder;

    private static TrainingRun.Result resume(Path run, long steps) {
        return TrainingRun.resume(
                run,
                new Resumption(null, new Resumption.Steps("--steps " + steps, steps), false),
                new Heard(),
                TestRuns.NEVER);
    }

    @Test
    void endsWithTheBitsOfARunThatWasToBeSoLong() throws IOException {
        Path longer = TestRuns.straight(folder.resolve("longer"));

        resume(longer, 500);

        TestRuns.assertSameRun(longer, TestRuns.straight(folder.resolve("straight"), "steps=500"));
        assertThat(ConfigFile.read(longer.resolve("config.yml")).steps()).isEqualTo(500);
    }

    /** Theta moves from step 60 and is rounded at step 240 in both. */
    @Test
    void prunesAtTheSameSteps() throws IOException {
        Path longer = TestRuns.interrupted(folder.resolve("longer"), 130, TestRuns.PRUNING);

        resume(longer, 600);

        TestRuns.assertSameRun(
                longer,
                TestRuns.straight(
                        folder.resolve("straight"),
                        TestRuns.both(TestRuns.PRUNING, "steps=600", "prune.warmup_end=0.1", "prune.round_at=0.4")));
    }

    @Test
    void everyPhaseBeginsAtTheStepAtWhichItWasTo() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 2000; i++) {
            long steps = 200 + random.nextLong(100_000);
            long longer = steps + random.nextLong(1_000_000);
            double warmupEnd = 0.2 + 0.3 * random.nextDouble();
            double roundAt = 0.6 + 0.3 * random.nextDouble();
            RunConfig before = TestRuns.config(TestRuns.both(
                    TestRuns.PRUNING, "steps=" + steps, "prune.warmup_end=" + warmupEnd, "prune.round_at=" + roundAt));
            RunConfig after = before.lasting("steps", longer);
            for (double share : new double[] {warmupEnd, roundAt}) {
                long first = (long) (share * steps);
                for (long step = first - 1; step <= first + 2; step++) {
                    assertThat(PrunePhase.at(after.prune(), (double) step / longer))
                            .as("step %d of %d, then %d, share %s", step, steps, longer, share)
                            .isEqualTo(PrunePhase.at(before.prune(), (double) step / steps));
                }
            }
        }
    }

    @Test
    void aRunThatHadEndedByItsScoreGoesOn() {
        Path run = folder.resolve("run");
        TrainingRun.start(TestRuns.config("evaluation.stop_at=1"), run, new Heard(), TestRuns.NEVER);
        var heard = new Heard();

        TrainingRun.Result result = TrainingRun.resume(
                run, new Resumption(null, new Resumption.Steps("--steps 300", 300), false), heard, TestRuns.NEVER);

        assertThat(result.policy().step()).isEqualTo(300);
        assertThat(heard.messages).contains("evaluation.stop_at, 1.0, ends the run no more");
        assertThat(ConfigFile.read(run.resolve("config.yml")).evaluation().stopAt())
                .isNull();
    }

    @Test
    void fewerStepsAreRefusedAndNothingIsWritten() throws IOException {
        Path run = TestRuns.interrupted(folder.resolve("run"), 100);
        byte[] config = Files.readAllBytes(run.resolve("config.yml"));
        byte[] metadata = Files.readAllBytes(run.resolve("metadata.json"));

        assertThatThrownBy(() -> resume(run, 299))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--steps 299: the run is to have 300 steps already; give at least as many");
        assertThat(run.resolve("config.yml")).hasBinaryContent(config);
        assertThat(run.resolve("metadata.json")).hasBinaryContent(metadata);
    }
}
