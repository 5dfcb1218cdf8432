package dev.espalier.cli.report.runs;

import java.util.List;
import java.util.Map;

/** Where a run's settings differ from those of its preset, as this version defines it for as many steps. */
public final class ChangedSettings {

    private ChangedSettings() {}

    /**
     * The differences, such as {@code sac.tau=0.01 (preset: 0.005)}, in the order of the keys. Given sizes of networks are
     * not among them, and neither are settings that the run's version did not have.
     *
     * @return empty also if this version does not know the task or the preset
     */
    public static List<String> of(RecordedRun run) {
        Map<String, String> planned = PlannedNetworks.settings(run);
        return run.settings().entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("structure."))
                .filter(entry -> !(run.givenStructure() && entry.getKey().equals("ofe.diagonals")))
                .filter(entry -> planned.containsKey(entry.getKey()))
                .filter(entry -> !entry.getValue().equals(planned.get(entry.getKey())))
                .map(entry ->
                        "%s=%s (preset: %s)".formatted(entry.getKey(), entry.getValue(), planned.get(entry.getKey())))
                .toList();
    }
}
