package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.runs.CsvTable;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.cli.text.Thousands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a run with a target size over time, from the columns {@code prune/wanted_<kind>} and {@code
 * prune/pressure_<kind>} of {@code progress.csv} and that of the size.
 *
 * @param parts one for each recorded target; empty without a target
 */
record TargetHistory(List<Part> parts) {

    /** What a target counts. */
    private enum Kind {
        DEPLOYED("deployed", "prune/params_deploy"),
        TRAINED("trained", "prune/params_train");

        private final String key;
        private final String size;

        Kind(String key, String size) {
            this.key = key;
            this.size = size;
        }

        private String setting() {
            return "prune.target." + key;
        }

        /** Whether a run has such a target; a setting of {@code null} means none. */
        private boolean isGiven(PrunedRun run) {
            return !run.run().settings().getOrDefault(setting(), "null").equals("null");
        }

        private double target(PrunedRun run) {
            double target = run.setting(setting());
            if (!(target >= 1 && Double.isFinite(target))) {
                throw new ReportException("%s: %s must be a number of at least 1, but is %s"
                        .formatted(
                                run.run().directory().config(),
                                setting(),
                                run.run().settings().get(setting())));
            }
            return target;
        }
    }

    /**
     * One target. All sizes are numbers of parameters.
     *
     * @param name deployed or trained
     * @param target maximum size at the end, at least 1
     * @param wanted wanted size by step; at least one
     * @param actual actual size by step; at least one
     * @param pressure pressure on units, dimensionless; empty if not recorded or not used
     */
    record Part(String name, double target, List<StepValue> wanted, List<StepValue> actual, List<StepValue> pressure) {

        Part {
            wanted = List.copyOf(wanted);
            actual = List.copyOf(actual);
            pressure = List.copyOf(pressure);
        }

        /** A sentence with the distance of the last size from the target. */
        private String ending() {
            StepValue last = actual.getLast();
            double percent = 100 * (last.value() - target) / target;
            String distance = percent == 0
                    ? "exactly the target"
                    : RootLocale.format(
                            "%.2f\u00A0%% %s the target of %s",
                            Math.abs(percent), percent > 0 ? "above" : "below", Thousands.of(target, 0));
            return "At step %s, the last that was logged, %s parameters were %s: %s."
                    .formatted(Thousands.of(last.step()), Thousands.of(last.value(), 0), name, distance);
        }
    }

    TargetHistory {
        parts = List.copyOf(parts);
    }

    /** Whether a run has a target size. */
    static boolean hasTarget(PrunedRun run) {
        return Arrays.stream(Kind.values()).anyMatch(kind -> kind.isGiven(run));
    }

    /**
     * Reads {@code progress.csv}.
     *
     * @throws ReportException if the file is damaged, or a target is not a number of at least 1
     */
    static TargetHistory of(PrunedRun run) {
        Path file = run.run().directory().progress();
        if (!hasTarget(run) || !Files.exists(file)) {
            return new TargetHistory(List.of());
        }
        CsvTable table = CsvTable.read(file);
        // Other methods, by weights or at random, use no pressure; their logged value is constant.
        boolean isPressed =
                run.run().settings().getOrDefault("prune.method", "theta").equals("theta");
        List<Part> parts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<StepValue> wanted = values(table, "prune/wanted_" + kind.key);
            List<StepValue> actual = values(table, kind.size);
            if (kind.isGiven(run) && !wanted.isEmpty() && !actual.isEmpty()) {
                List<StepValue> pressure = isPressed ? values(table, "prune/pressure_" + kind.key) : List.of();
                parts.add(new Part(kind.key, kind.target(run), wanted, actual, pressure));
            }
        }
        return new TargetHistory(parts);
    }

    /** The values of a column; empty if it does not exist. */
    private static List<StepValue> values(CsvTable table, String name) {
        if (!table.header().contains(name)) {
            return List.of();
        }
        int step = table.column("step");
        int column = table.column(name);
        return Samples.ofLine(table.rows().stream()
                .filter(row -> !row.cells().get(column).isEmpty())
                .map(row -> new StepValue(table.count(row, step), table.amount(row, column)))
                .toList());
    }

    /** A sentence for each target with the distance of the last size. */
    String ending() {
        return parts.stream().map(Part::ending).collect(Collectors.joining(" "));
    }
}
