package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.policy.PolicyBundle;
import dev.espalier.run.TestRuns.Heard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluation.stop_at}: a run ends as soon as it scores enough. */
class StopAtTest {

    @TempDir
    Path folder;

    private static TrainingRun.Result train(Path directory, Heard heard, String... settings) {
        return TrainingRun.start(TestRuns.config(settings), directory, heard, TestRuns.NEVER);
    }

    /** Each step of the pendulum brings 1, so every mean return is at least 1. */
    @Test
    void endsAtTheFirstEvaluationThatIsGoodEnough() throws IOException {
        Path run = folder.resolve("run");
        var heard = new Heard();

        TrainingRun.Result result = train(run, heard, "evaluation.stop_at=1");

        assertThat(result.outcome()).isEqualTo(TrainingRun.Outcome.FINISHED);
        assertThat(result.evaluations())
                .extracting(TrainingRun.Evaluation::step)
                .containsExactly(100L);
        assertThat(result.policy().step()).isEqualTo(100);
        assertThat(heard.messages)
                .containsExactly("ended at step 100 of 300: an evaluation has reached evaluation.stop_at, 1.0");
        assertThat(TestRuns.digest(run)).isNotEmpty();
        assertThat(PolicyBundle.read(run.resolve("policy")).policy().observationSize())
                .isEqualTo(4);
    }

    @Test
    void aScoreThatIsNotReachedEndsNothing() {
        var heard = new Heard();

        assertThat(train(folder.resolve("run"), heard, "evaluation.stop_at=1001")
                        .policy()
                        .step())
                .isEqualTo(300);
        assertThat(heard.messages).isEmpty();
    }

    /** Gates are rounded at step 240; what is evaluated before is not yet the policy to deploy. */
    @Test
    void aRunThatPrunesGoesOnUntilNoGateIsUndecided() {
        TrainingRun.Result result = train(
                folder.resolve("run"),
                new Heard(),
                TestRuns.both(TestRuns.PRUNING, "evaluation.every=50", "evaluation.stop_at=1"));

        assertThat(result.evaluations())
                .extracting(TrainingRun.Evaluation::step)
                .containsExactly(50L, 100L, 150L, 200L, 250L);
        assertThat(result.policy().undecided()).isZero();
    }

    @Test
    void aRunThatHasEndedEndsAtOnceWhenItIsResumed() throws IOException {
        Path run = folder.resolve("run");
        train(run, new Heard(), "evaluation.stop_at=1");
        String digest = TestRuns.digest(run);
        byte[] evaluations = Files.readAllBytes(run.resolve("evaluations.csv"));

        TestRuns.finish(run);

        assertThat(TestRuns.digest(run)).isEqualTo(digest);
        assertThat(run.resolve("evaluations.csv")).hasBinaryContent(evaluations);
    }

    @Test
    void anInterruptedRunEndsWhereAnUndisturbedOneDoes() throws IOException {
        Path straight = folder.resolve("straight");
        train(straight, new Heard(), "evaluation.every=150", "evaluation.stop_at=1");

        Path resumed =
                TestRuns.interrupted(folder.resolve("resumed"), 120, "evaluation.every=150", "evaluation.stop_at=1");
        TestRuns.finish(resumed);

        TestRuns.assertSameRun(resumed, straight);
    }
}
