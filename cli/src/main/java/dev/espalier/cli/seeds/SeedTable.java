package dev.espalier.cli.seeds;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.cli.text.RootLocale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** The results of all seeds: a row each, then mean and standard deviation. */
final class SeedTable {

    private SeedTable() {}

    /** @param codes the exit code of each run */
    static void print(Console console, SequencedMap<Path, Integer> codes) {
        console.print(
                "%n%-8s %10s %12s %12s %12s  %s%n", "seed", "steps", "last return", "best return", "deployed", "");
        List<Double> last = new ArrayList<>();
        List<Double> best = new ArrayList<>();
        codes.forEach((run, code) -> {
            try {
                RecordedRun read = RecordedRun.read(run);
                last.add(read.evaluations().last().value());
                best.add(read.evaluations().best());
                console.print(
                        "%-8d %10d %12.1f %12.1f %12s  %s%n",
                        SeedFolder.seed(run),
                        read.evaluations().last().step(),
                        last.getLast(),
                        best.getLast(),
                        read.size() == null ? "" : Long.toString(read.size().deployed()),
                        ending(code));
            } catch (ReportException _) {
                console.print("%-8d %10s %12s %12s %12s  %s%n", SeedFolder.seed(run), "", "", "", "", ending(code));
            }
        });
        if (last.size() > 1) {
            console.print("%-8s %10s %12.1f %12.1f%n", "mean", "", mean(last), mean(best));
            console.print("%-8s %10s %12.1f %12.1f%n", "std", "", deviation(last), deviation(best));
        }
    }

    private static String ending(int code) {
        return switch (code) {
            case ExitCode.DONE -> "";
            case ExitCode.INTERRUPTED -> "interrupted";
            default -> RootLocale.format("failed (exit code %d)", code);
        };
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Of the sample: divided by n - 1. */
    private static double deviation(List<Double> values) {
        double mean = mean(values);
        return Math.sqrt(values.stream()
                        .mapToDouble(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.size() - 1));
    }
}
