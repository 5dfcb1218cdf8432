package dev.espalier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.benchmark.StudyFolder.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue of a study: what it trains and when, and how it takes being stopped. */
@Timeout(60)
class StudyQueueTest {

    @TempDir
    Path folder;

    private StudyFolder study;

    @BeforeEach
    void makeFolder() throws IOException {
        study = new StudyFolder(folder);
    }

    @Test
    void trainsSeedBySeedInTheOrderOfThePlanAndThenReports() throws IOException, InterruptedException {
        study.plan("# what for", "b --scores 1  # a remark", "", "a --text 'two words#'");

        Outcome outcome = study.run("--seeds", "2", "--first-seed", "3", "--threads", "2");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        List<String> calls = study.calls();
        assertThat(calls.subList(0, 4))
                .containsExactly(
                        "train --set threads=2 --scores 1 --seed 3 --out out/b-seed3",
                        "train --set threads=2 --text two words# --seed 3 --out out/a-seed3",
                        "train --set threads=2 --scores 1 --seed 4 --out out/b-seed4",
                        "train --set threads=2 --text two words# --seed 4 --out out/a-seed4");
        assertThat(calls.get(4)).startsWith("report out/b-seed3 out/a-seed3 out/b-seed4 out/a-seed4 --out out/report");
        assertThat(calls).hasSize(5);
        assertThat(folder.resolve("out/a-seed4.log")).hasContent("seed 4");
    }

    @Test
    void whatIsFinishedIsNotTrainedAgain() throws IOException, InterruptedException {
        study.plan("a --scores 1", "b --scores 2");
        study.run("--seeds", "1", "--only", "b");
        assertThat(study.calls()).hasSize(2);

        Outcome outcome = study.run("--seeds", "1");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("[2 of 2] b-seed0: finished already");
        assertThat(study.calls())
                .hasSize(2)
                .first()
                .isEqualTo("train --set threads=1 --scores 1 --seed 0 --out out/a-seed0");
    }

    @Test
    void aLineWaitsForTheRunThatItNames() throws IOException, InterruptedException {
        study.plan("theta --scores 1", "scratch --structure {theta}/structure.json");

        Outcome early = study.run("--seeds", "2", "--only", "scratch");
        assertThat(early.code()).isEqualTo(1);
        assertThat(early.err())
                .contains("[1 of 2] scratch-seed0: skipped, as theta-seed0 is not finished")
                .contains("2 of 2 runs are not finished: scratch-seed0, scratch-seed1");
        assertThat(study.calls()).isEmpty();

        assertThat(study.run("--seeds", "2").code()).isZero();
        assertThat(study.calls())
                .contains(
                        "train --set threads=1 --structure out/theta-seed1/structure.json --seed 1 --out out/scratch-seed1");
    }

    @Test
    void aFailureIsReportedAndTheQueueGoesOn() throws IOException, InterruptedException {
        study.plan("theta --fail 1", "scratch --structure {theta}/structure.json", "ofe --scores 1");

        Outcome outcome = study.run("--seeds", "1");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("[1 of 3] theta-seed0: failed with exit code 1; its last words: it broke")
                .contains("[2 of 3] scratch-seed0: skipped, as theta-seed0 is not finished")
                .contains("[3 of 3] ofe-seed0: finished after");
        assertThat(outcome.out()).endsWith("Not finished: theta-seed0, scratch-seed0.\n");
        assertThat(study.table().at("/unfinished").toString()).isEqualTo("[\"theta-seed0\",\"scratch-seed0\"]");
        assertThat(study.table().at("/rows/0/score").isNull()).isTrue();
        assertThat(study.calls()).last().asString().startsWith("report out/ofe-seed0 --out out/report");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void aSignalIsHandedToTheTrainingAndTheNextCallGoesOn(String signal) throws IOException, InterruptedException {
        study.plan("a --hold 1", "b --scores 1");
        Process process = study.start("--seeds", "1");
        study.awaitHolding();

        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
        Outcome stopped = study.outcome(process);

        assertThat(stopped.code()).as(stopped.err()).isEqualTo(130);
        assertThat(stopped.err()).endsWith("study: stopped; the same command goes on from here\n");
        assertThat(folder.resolve("out/a-seed0/checkpoints/step-000000500")).exists();
        assertThat(folder.resolve("out/table.md")).doesNotExist();
        assertThat(study.calls()).hasSize(1);
        assertThat(study.run("--seeds", "1").code()).isZero();
        assertThat(study.calls())
                .startsWith("resume out/a-seed0", "train --set threads=1 --scores 1 --seed 0 --out out/b-seed0");
    }

    @Test
    void aQueueThatWasKilledCanBeStartedAgain() throws IOException, InterruptedException {
        study.plan("a --hold 1", "b --scores 1");
        Process killed = study.start("--seeds", "1");
        study.awaitHolding();
        killed.destroyForcibly().waitFor();
        study.calls();

        Process next = study.start("--seeds", "1");
        while (!Files.readString(folder.resolve("err.txt")).contains("an earlier queue left behind")) {
            Thread.sleep(20);
        }
        assertThat(study.calls()).isEmpty();
        Files.createFile(folder.resolve("go"));
        Outcome outcome = study.outcome(next);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("[1 of 2] a-seed0: finished already");
        assertThat(study.calls()).hasSize(2).first().asString().startsWith("train --set threads=1 --scores 1");
    }

    @Test
    void twoQueuesDoNotShareAFolder() throws IOException, InterruptedException {
        study.plan("a --hold 1");
        Process first = study.start("--seeds", "1");
        study.awaitHolding();

        Outcome second = study.run("--seeds", "1");

        assertThat(second.code()).isEqualTo(2);
        assertThat(second.err())
                .contains("another queue works in " + folder.toRealPath().resolve("out"));
        Files.createFile(folder.resolve("go"));
        assertThat(first.waitFor()).isZero();
        assertThat(study.calls()).hasSize(2);
    }

    @Test
    void aRunOfOtherArgumentsIsNotTakenForThatOfTheLine() throws IOException, InterruptedException {
        study.plan("a --scores 1");
        study.run("--seeds", "1");
        study.calls();
        study.plan("", "a --scores 2");

        Outcome outcome = study.run("--seeds", "1");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("plan.txt, line 2: a-seed0 was started with other arguments");
        assertThat(study.calls()).isEmpty();
    }

    @Test
    void aRehearsalSaysWhatWouldBeDoneAndDoesNothing() throws IOException, InterruptedException {
        study.plan("theta --scores 1", "scratch --structure {theta}/structure.json");
        Path out = folder.toRealPath().resolve("out");

        assertThat(study.run("--seeds", "1", "--dry-run").out().lines())
                .containsExactly(
                        "theta-seed0: %1$s/espalier train --set threads=1 --scores 1 --seed 0 --out %2$s/theta-seed0"
                                .formatted(folder.toRealPath(), out),
                        "scratch-seed0: %1$s/espalier train --set threads=1 --structure %2$s/theta-seed0/structure.json --seed 0 --out %2$s/scratch-seed0"
                                .formatted(folder.toRealPath(), out));
        assertThat(out).doesNotExist();
        assertThat(study.run("--seeds", "1", "--dry-run", "--only", "scratch").out())
                .isEqualTo("scratch-seed0: skipped, as theta-seed0 is not finished\n");
        assertThat(study.calls()).isEmpty();
    }
}
