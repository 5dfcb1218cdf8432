package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.run.TrainingRun;
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
                .endsWith("Done. Evaluate it with: espalier eval '" + run + "'\n");
    }

    @Test
    void aFinishedRunExitsWith0() {
        Outcome outcome = new CommandRunner(new RecordedRuns()).run("resume", folder.toString());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).endsWith("Done. Evaluate it with: espalier eval " + folder + "\n");
        assertThat(outcome.err()).isEmpty();
    }
}
