package dev.espalier.cli.report.xray;

import dev.espalier.cli.report.runs.CsvTable;
import dev.espalier.cli.report.runs.ReportException;
import dev.espalier.prune.UnitLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of units of each layer over time, from the columns {@code prune/active/*} of {@code progress.csv}.
 *
 * @param moments in the order of steps; empty if not recorded
 */
public record UnitHistory(List<Moment> moments) {

    private static final Pattern COLUMN = Pattern.compile("prune/active/(\\w+)/(\\d{1,4})");

    /**
     * The units at one step.
     *
     * @param units units by layer, in the order of the columns
     */
    public record Moment(long step, SequencedMap<UnitLayer, Integer> units) {

        public Moment {
            units = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(units));
        }
    }

    public UnitHistory {
        moments = List.copyOf(moments);
    }

    /**
     * Reads {@code progress.csv}.
     *
     * @return without moments if the file does not exist or has no columns of units
     * @throws ReportException if the file is damaged
     */
    static UnitHistory read(Path file) {
        if (!Files.exists(file)) {
            return new UnitHistory(List.of());
        }
        CsvTable table = CsvTable.read(file);
        SequencedMap<UnitLayer, Integer> columns = new LinkedHashMap<>();
        for (int i = 0; i < table.header().size(); i++) {
            Matcher match = COLUMN.matcher(table.header().get(i));
            if (match.matches()) {
                columns.put(new UnitLayer(match.group(1), Integer.parseInt(match.group(2))), i);
            }
        }
        if (columns.isEmpty()) {
            return new UnitHistory(List.of());
        }
        int step = table.column("step");
        List<Moment> moments = new ArrayList<>();
        for (CsvTable.Row row : table.rows()) {
            SequencedMap<UnitLayer, Integer> units = new LinkedHashMap<>();
            columns.forEach((layer, column) -> units.put(layer, (int) table.count(row, column)));
            moments.add(new Moment(table.count(row, step), units));
        }
        return new UnitHistory(moments);
    }
}
