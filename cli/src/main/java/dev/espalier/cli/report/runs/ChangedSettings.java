package dev.espalier.cli.report.runs;

import java.util.List;
import java.util.Map;

/** The settings of a run that differ from its preset, as this version defines it for the same number of steps. */
public final class ChangedSettings {

    private ChangedSettings() {}

    /**
     * A difference.
     *
     * @param planned value of the preset
     */
    public record Change(String key, String value, String planned) {

        @Override
        public String toString() {
            return "%s=%s (preset: %s)".formatted(key, value, planned);
        }
    }

    /**
     * The differences, in the order of keys, without sizes of networks and settings that exist in only one of the two.
     *
     * @return empty also if this version does not know the task or the preset
     */
    public static List<Change> of(RecordedRun run) {
        Map<String, String> planned = PlannedNetworks.settings(run);
        return run.settings().entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("structure."))
                .filter(entry -> !(run.givenStructure() && entry.getKey().equals("ofe.diagonals")))
                .filter(entry -> planned.containsKey(entry.getKey()))
                .map(entry -> new Change(
                        entry.getKey(), entry.getValue(), planned.getOrDefault(entry.getKey(), entry.getValue())))
                .filter(change -> !change.value().equals(change.planned()))
                .toList();
    }
}
