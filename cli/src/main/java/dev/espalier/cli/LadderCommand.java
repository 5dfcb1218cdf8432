package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.console.RunDirectoryArgument;
import dev.espalier.cli.console.RunDisplay;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.run.BundleFile;
import dev.espalier.run.Ladder;
import dev.espalier.run.Ladder.Rung;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.store.StoreException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code espalier ladder}. */
@Command(
        name = "ladder",
        description = {
            "List the best policies that a run has kept on its way, size against score, and export one of them.",
            "",
            "A rung is a range of deployed parameters, two to a doubling; in each the policy with the best evaluation stays."
                    + " Among those that fit, the best score is chosen, or with --min-score the smallest.",
        },
        footer = {
            "",
            "lost counts episodes of the evaluation that the simulator gave up. A policy that lost fewer is always better, and"
                    + " --min-score asks for one that lost none.",
            "undecided counts gates that were neither open nor closed yet: their theta is folded into the weights, so that"
                    + " what is exported is what was scored.",
            "",
            "Examples:",
            "  espalier ladder runs/my-run",
            "  espalier ladder runs/my-run --max-bytes 65536 --format c --out hopper.h",
            "  espalier ladder runs/my-run --min-score 3000 --format onnx --out hopper.onnx"
        })
final class LadderCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private RunDirectoryArgument run = new RunDirectoryArgument();

    @Mixin
    private ExportTarget target = new ExportTarget();

    @Option(names = "--max-params", paramLabel = "N", description = "At most so many deployed parameters.")
    private long maxParams = Long.MAX_VALUE;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "At most so many bytes of weights, counted as 32-bit floats whatever --weights says.")
    private long maxBytes = Long.MAX_VALUE;

    @Option(names = "--min-score", paramLabel = "X", description = "At least this mean return.")
    private @Nullable Double minScore;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    LadderCommand(Console console) {
        this.console = console;
    }

    /** The document of {@code --json}. */
    private record Document(List<Entry> rungs) {}

    private record Entry(
            long deployed,
            long bytes,
            double meanReturn,
            double stdReturn,
            int episodes,
            int lostEpisodes,
            long step,
            long undecided,
            boolean chosen) {}

    @Override
    public Integer call() {
        if (maxParams < 1 || maxBytes < 1) {
            throw new InputException("--max-params and --max-bytes take a whole number of at least 1");
        }
        if (minScore != null && minScore.isNaN()) {
            throw new InputException("--min-score is no number");
        }
        if (target.isGiven()) {
            target.check();
            if (json) {
                throw new InputException("--json lists and --format exports; give one of them");
            }
        }
        RunDirectory directory = RunDirectory.open(run.get());
        List<Rung> rungs = kept(() -> Ladder.read(directory));
        if (rungs.isEmpty()) {
            throw new InputException(run.get()
                    + " has no ladder: it has not been evaluated yet, an earlier version of Espalier made it, or only"
                    + " its records were kept; 'espalier export' ships the run's own policy");
        }
        Optional<Rung> chosen = chosen(rungs);
        if (json) {
            console.json(
                    new Document(rungs.stream().map(rung -> entry(rung, chosen)).toList()));
        } else {
            list(rungs, chosen);
        }
        if (chosen.isEmpty()) {
            throw new InputException(RootLocale.format(
                    "no policy of %s fits; the smallest has %d parameters in %d bytes, the best a mean return of %.1f",
                    run.get(),
                    rungs.getFirst().deployed(),
                    rungs.getFirst().bytes(),
                    best(rungs).orElseThrow().meanReturn()));
        }
        if (target.isGiven()) {
            Path rung = chosen.get().folder();
            target.write(kept(() -> BundleFile.read(rung, RunDisplay.ofMessages(console.err()))), console);
        }
        return ExitCode.DONE;
    }

    /** Reports unreadable rungs as bad input. */
    private static <T> T kept(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (StoreException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<Rung> chosen(List<Rung> rungs) {
        Double least = minScore;
        List<Rung> fitting = rungs.stream()
                .filter(rung -> rung.deployed() <= maxParams && rung.bytes() <= maxBytes)
                .filter(rung -> least == null || (rung.lostEpisodes() == 0 && rung.meanReturn() >= least))
                .toList();
        return least == null ? best(fitting) : fitting.stream().min(Comparator.comparingLong(Rung::deployed));
    }

    private static Optional<Rung> best(List<Rung> rungs) {
        return rungs.stream().reduce((best, other) -> other.score().isBetterThan(best.score()) ? other : best);
    }

    private static Entry entry(Rung rung, Optional<Rung> chosen) {
        return new Entry(
                rung.deployed(),
                rung.bytes(),
                rung.meanReturn(),
                rung.stdReturn(),
                rung.episodes(),
                rung.lostEpisodes(),
                rung.step(),
                rung.undecided(),
                chosen.filter(rung::equals).isPresent());
    }

    private void list(List<Rung> rungs, Optional<Rung> chosen) {
        console.out().println("  parameters     bytes  mean return       std  lost      step  undecided");
        for (Rung rung : rungs) {
            console.print(
                    "%s%11d %9d %12.1f %9.1f %5d %9d %10d%n",
                    chosen.filter(rung::equals).isPresent() ? "*" : " ",
                    rung.deployed(),
                    rung.bytes(),
                    rung.meanReturn(),
                    rung.stdReturn(),
                    rung.lostEpisodes(),
                    rung.step(),
                    rung.undecided());
        }
    }
}
