package dev.espalier.cli;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import dev.espalier.cli.console.InputException;
import dev.espalier.cli.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier report}. */
@Command(
        name = "report",
        description = {
            "Draw the tables and figures of runs: learning curves, scores, sizes, and what pruning left.",
            "",
            "Writes report.html, one page that needs no network; each of its figures as SVG and PNG (curves-<task>,"
                    + " sizes-scores-<task>, sizes-<task>, units-<task>, and xray-<run>-... for each run that prunes); summary.md and"
                    + " summary.json. Runs that differ in their seed alone form one curve: their interquartile mean,"
                    + " in the band of its interval of 95 %%. Each task has a section of its own. Runs may still be going on; of several, those that cannot be"
                    + " reported are skipped, and standard error says why."
        },
        footer = {
            "",
            "A published curve is a YAML or JSON file such as",
            "  name: SAC of the original authors",
            "  env: HalfCheetah-v5",
            "  source: where the numbers come from",
            "  points: [[10000, -120.5], [20000, 310]]",
            "",
            "Published points, of sizes and scores, are a YAML or JSON file such as",
            "  task: Hopper",
            "  source: where the numbers come from",
            "  points:",
            "    - {label: ARS, deployed: 33, score: 3344}",
            "    - {label: Others, deployed: 102, score: 4815, task: HalfCheetah-v3}",
            "A task without a version stands for all of them.",
            "",
            "Examples:",
            "  espalier report runs/HalfCheetah-v5-sac-seed* --out report",
            "  espalier report runs/* --smooth 5 --reference published.yml --out report",
            "  espalier report runs/* --reference-points results/references/ars-rl-zoo3.yml --out report"
        })
final class ReportCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            paramLabel = "DIR",
            arity = "1..*",
            description = "Run directories, as 'espalier train' made them, or folders that keep their config.yml,"
                    + " metadata.json and evaluations.csv.")
    private List<Path> runs = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder for the report; an earlier report in it is replaced.")
    private @Nullable Path out;

    @Option(
            names = "--smooth",
            paramLabel = "N",
            description =
                    "Draw the moving mean over N evaluations; tables stay as they are. Default:" + " ${DEFAULT-VALUE}.")
    private int smooth = 1;

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description = "A published curve to draw as a dashed line. May be given several times.")
    private List<Path> references = List.of();

    @Option(
            names = "--reference-points",
            paramLabel = "FILE",
            description =
                    "Published agents, each a size and a score, to draw as hollow markers beside the scores of ours"
                            + " against their sizes. May be given several times.")
    private List<Path> referencePoints = List.of();

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        InputException.requireAtLeastOne("--smooth", smooth);
        Report report = Report.of(runs, references, referencePoints, smooth);
        for (String reason : report.skipped()) {
            console.tell("Skipped a run: " + reason);
        }
        for (Path file : report.write(Objects.requireNonNull(out))) {
            console.out().println(file);
        }
        return ExitCode.DONE;
    }
}
