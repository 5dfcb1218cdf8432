package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a run: finished, or stopped by a signal after saving. */
class RunSessionTest {

    @TempDir
    Path folder;

    /** Sends this process a signal and then waits for the stop request, as the training loop does. */
    private static CommandRunner interruptedBy(String signal) {
        return new CommandRunner(new RecordedRuns() {
            @Override
            TrainingRun.Outcome train(RunListener listener, BooleanSupplier stop) {
                assertThat(stop.getAsBoolean()).isFalse();
                send(signal);
                while (!stop.getAsBoolean()) {
                    Thread.onSpinWait();
                }
                listener.onMessage("saved");
                return TrainingRun.Outcome.INTERRUPTED;
            }
        });
    }

    private static void send(String signal) {
        try {
            String self = Long.toString(ProcessHandle.current().pid());
            assertThat(new ProcessBuilder(List.of("kill", "-" + signal, self))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot send a signal", e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aSignalAsksTheRunToSaveAndExitsWith130(String signal) {
        Outcome outcome = interruptedBy(signal).run("resume", folder.toString());

        assertThat(outcome.code()).isEqualTo(130);
        assertThat(outcome.out()).isEqualTo("Resuming " + folder + "\nsaved\n");
        assertThat(outcome.err())
                .contains("Stopping: a checkpoint is being written.")
                .endsWith("Interrupted; everything is saved. Go on with: espalier resume " + folder + "\n");
    }

    @Test
    void whatToTypeNextIsQuotedForAShell() throws IOException {
        Path run = Files.createDirectories(folder.resolve("my run"));

        assertThat(new CommandRunner(new RecordedRuns())
                        .run("resume", run.toString())
                        .out())
                .contains("Test it:     espalier eval '" + run + "' --episodes 20\n");
    }

    @Test
    void aRunWhoseSimulationBrokeDownIsNotCalledSolved() {
        var runs = new RecordedRuns();
        runs.evaluation = new Evaluator.Result(List.of(9000.0, 9000.0), List.of(50, 60), 1);

        assertThat(new CommandRunner(runs).run("resume", folder.toString()).out())
                .contains("mean return 9000.0 over 2 episodes (3800.0 counts as solved), by");
    }

    @Test
    void aFinishedRunExitsWith0() {
        var runs = new RecordedRuns();
        runs.evaluation = new Evaluator.Result(List.of(100.0, 200.0), List.of(50, 60), 0);
        Outcome outcome = new CommandRunner(runs).run("resume", folder.toString());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEqualTo("""
                        Resuming %1$s
                        Done: mean return 150.0 over 2 episodes (3800.0 counts as solved), by a policy of 391 parameters, pruned from 7716.
                        See it act:  espalier replay %1$s --out replay.html
                        Test it:     espalier eval %1$s --episodes 20
                        Ship it:     espalier export %1$s --format c --out policy.h
                        Its best evaluation had a mean return of 9300.0: espalier eval %1$s --best, espalier ladder %1$s
                        """.formatted(folder));
        assertThat(outcome.err()).isEmpty();
    }
}
