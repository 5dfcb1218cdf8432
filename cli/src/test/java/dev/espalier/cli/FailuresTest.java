package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.loop.RunListener;
import dev.espalier.store.StoreException;
import dev.espalier.tensor.ComputeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit codes, and messages instead of stack traces. */
class FailuresTest {

    @TempDir
    Path folder;

    private static CommandRunner failingWith(RuntimeException failure) {
        return new CommandRunner(new RecordedRuns() {
            @Override
            TrainingRun.Outcome train(RunListener listener, BooleanSupplier stop) {
                throw failure;
            }
        });
    }

    /** File names cannot contain NUL, or, in an ASCII locale, most letters. */
    @Test
    void whatCannotBeTheNameOfAFileIsSaidSo() {
        String reason = "'a\uFFFDb' cannot be the name of a file here: the language that this process was started with"
                + " has no such letters; set LC_ALL=C.UTF-8\n";

        Outcome argument = new CommandRunner(new RecordedRuns()).run("eval", "a\0b");
        assertThat(argument.err())
                .startsWith("espalier: Invalid value for positional parameter at index 0 (DIR): " + reason);
        assertThat(argument.code()).isEqualTo(2);

        Outcome later =
                failingWith(new InvalidPathException("a\0b", "unmappable")).run("train");
        assertThat(later.err()).endsWith("espalier: " + reason);
        assertThat(later.code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train --steps 0                 | --steps 0: steps is 0; give a whole number of at least 1
            train --steps soon              | --steps soon: steps expects a whole number, got 'soon'
            train --env HalfCheeta-v5       | --env HalfCheeta-v5: env is 'HalfCheeta-v5', which does not exist; did you mean 'HalfCheetah-v5'?
            train --preset sac-bgi          | --preset sac-bgi: preset is 'sac-bgi', which does not exist; did you mean 'sac-big'?
            train --device gpu              | --device gpu: device is 'gpu', which does not exist
            train --agent td4               | --agent td4: agent is 'td4', which does not exist
            train --agent td3 --preset sac  | --agent td3: preset sac is of agent sac, but the agent is td3; choose preset plain or another
            train --agent td3 --set sac.tau=1 | --set sac.tau=1: sac.tau has no effect on agent td3 (--agent td3); leave it out, or choose its agent
            train --agent tdd3              | --agent tdd3: agent is 'tdd3', which does not exist; did you mean 'td3'?
            bench update --agent td3 --preset plain | bench update compares with the matrix products of SAC, but the agent is td3
            train --set sac.tua=1           | --set sac.tua=1: unknown key 'sac.tua'; did you mean 'sac.tau'?
            train --set sac.tau=.nan        | --set sac.tau=.nan: sac.tau is NaN; give a finite number above 0 and at most 1
            train --config missing.yml      | missing.yml: there is no such file
            train --preset prune-b --set prune.warmup_end=0.05 --set random_steps=10000 --steps 20000 | --steps 20000: steps is 20000, so that theta would move from step 1000 on (prune.warmup_end 0.05), before the agent learns: random_steps is 10000; give
            train --set prune.nu.ofe=-1     | --set prune.nu.ofe=-1: prune.nu.ofe is -1.0; give a finite number of at least 0
            train --set prune.nu.ofe=nan    | --set prune.nu.ofe=nan: prune.nu.ofe is NaN; give a finite number of at least 0
            train --set prune.gamma=1.5     | --set prune.gamma=1.5: prune.gamma is 1.5; give a finite number from 0 to 1
            train --set prune.theta_start=0 | --set prune.theta_start=0: prune.theta_start is 0.0; give a finite number above 0
            train --preset ofe --target-params 9k | --target-params 9k: prune.target.deployed is given, but gates is false, so that no unit is removed; choose a preset that prunes
            train --target-params 9k --target-kib 9 | --target-params and --target-kib both say how much is to be deployed; give one
            train --target-kib none         | --target-kib none: expected a size in KiB above 0, such as --target-kib 32
            train --target-params 9k --set prune.nu.ofe=1 | --set prune.nu.ofe=1: prune.nu.ofe is above 0, but with target.deployed the pressure is found on the way
            train --structure missing.json  | missing.json: there is no such file
            params --env Hoper-v5           | --env Hoper-v5: env is 'Hoper-v5', which does not exist; did you mean 'Hopper-v5'?
            params --preset off             | --preset off: preset is 'off', which does not exist; did you mean 'ofe'?
            params missing-run              | missing-run is not a run directory: there is no such directory.
            params . --env Hopper-v5        | params counts the run in . as it is; leave out --env, --agent, --preset, --config and --set
            train --stpes 5                 | Unknown options: '--stpes', '5'
            tarin                           | Unmatched argument at index 0: 'tarin'
            resume                          | Missing required parameter: 'DIR'
            resume missing-run              | missing-run: there is no such run directory; 'espalier train' makes one
            eval missing-run                | missing-run: there is no such run directory
            eval . --episodes 0             | --episodes is 0; give a whole number of at least 1
            eval . --episodes many          | Invalid value for option '--episodes': 'many' is not an int
            card missing-run --out card     | missing-run: there is no such run directory
            card .                          | Missing required option: '--out=FOLDER'
            digest missing-run              | missing-run: there is no such run directory
            trace --env Hopper-v5           | Missing required option: '--input=FILE'
            trace --env Hoper --input x     | --env: unknown environment 'Hoper'; the closest are
            bench                           | bench what? env, update or run
            bench env --env Pusher-v5       | --env: 'Pusher-v5' cannot be measured; choose one of HalfCheetah-v5,
            bench env --steps 0             | --steps and --rounds must be at least 1
            bench update --updates 3        | --updates is 3; give at least 10
            bench update --env Hoper-v5     | --env Hoper-v5: env is 'Hoper-v5', which does not exist; did you mean 'Hopper-v5'?
            bench update --structure x.json | x.json: there is no such file
            bench run --preset sca          | --preset sca: preset is 'sca', which does not exist; did you mean 'sac'?
            bench run --steps 0             | --steps 0: steps is 0; give a whole number of at least 1
            bench run --preset sac --steps 20 --set random_steps=19 --set log_every=5 | --steps is 20, of which 19 are random and the rest is too short to be measured; give more
            """)
    void badUsageAndBadInputExitWith2(String arguments, String message) {
        Outcome outcome = new CommandRunner(new RecordedRuns()).run(arguments.split(" "));

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("espalier: " + message).doesNotContain("\tat ");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void noCommandIsBadUsage() {
        Outcome outcome = new CommandRunner(new RecordedRuns()).run();
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).isEqualTo("espalier: no command given\nTry 'espalier --help'.\n");
    }

    @Test
    void aMistypedOptionGetsASuggestion() {
        assertThat(new CommandRunner(new RecordedRuns())
                        .run("train", "--stpes", "5")
                        .err())
                .endsWith("Possible solutions: --steps, --structure\nTry 'espalier train --help'.\n");
    }

    @Test
    void whatTheLibraryExplainsExitsWith1AndItsMessage() {
        Outcome diskFull = failingWith(new StoreException("the disk is full")).run("train", "--preset", "sac");
        assertThat(diskFull.code()).isEqualTo(1);
        assertThat(diskFull.err()).isEqualTo("espalier: the disk is full\n");

        Outcome noCuda = failingWith(new ComputeException("no CUDA here")).run("train", "--preset", "sac");
        assertThat(noCuda.code()).isEqualTo(1);
        assertThat(noCuda.err()).isEqualTo("espalier: no CUDA here\n");
    }

    /** Values come from files, and a terminal would execute control sequences. */
    @Test
    void longValuesAreCutAndControlCharactersReplaced() {
        String name = "\u001b[31mred\0\u202e" + "a".repeat(1_000_000);

        Outcome outcome = failingWith(new StoreException("file: '" + name + "' is no name"))
                .run("train");

        assertThat(outcome.err())
                .contains("\nespalier: file: '\uFFFD[31mred\uFFFD\uFFFDaaa")
                .endsWith("aaa ... (1000039 letters)\n")
                .hasSizeLessThan(5000);
    }

    @Test
    void aDefectLeavesItsStackTraceInAFile() throws IOException {
        Outcome outcome = failingWith(new IllegalStateException("oops")).run("resume", folder.toString());

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("espalier: internal error: java.lang.IllegalStateException: oops\n")
                .doesNotContain("\tat ");
        var file = Pattern.compile("stack trace is in (.*); please").matcher(outcome.err());
        assertThat(file.find()).isTrue();
        Path trace = Path.of(file.group(1));
        assertThat(Files.readString(trace)).contains("oops").contains("\tat dev.espalier");
        Files.delete(trace);
    }

    @Test
    void debugShowsTheStackTrace() {
        Outcome outcome = failingWith(new IllegalStateException("oops")).run("resume", folder.toString(), "--debug");
        assertThat(outcome.err()).contains("\tat dev.espalier").doesNotContain("stack trace is in");
    }

    @Test
    void runningOutOfMemoryNamesTheRemedy() {
        var err = new ByteArrayOutputStream();
        int code = new Failures(new PrintStream(err, true, StandardCharsets.UTF_8))
                .report(new OutOfMemoryError("Java heap space"), false);
        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("espalier: out of memory (Java heap space); lower replay_capacity, or allow more with"
                        + " ESPALIER_JAVA_OPTS=-Xmx<size>, for example -Xmx4g\n");
    }
}
