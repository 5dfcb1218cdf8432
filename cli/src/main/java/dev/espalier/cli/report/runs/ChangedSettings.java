package dev.espalier.cli.report.runs;

import java.util.List;
import java.util.Map;

/** Where a run's settings differ from those of its preset, as this version defines it for as many steps. */
public final class ChangedSettings {

    private ChangedSettings() {}

    /**
     * A difference.
     *
     * @param key the setting
     * @param value of the run
     * @param planned value of the preset
     */
    public record Change(String key, String value, String planned) {

        @Override
        public String toString() {
            return "%s=%s (preset: %s)".formatted(key, value, planned);
        }
    }

    /**
     * The differences, in the order of the keys. Given sizes of networks are not among them, and neither are settings that
     * only one of both versions has.
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
