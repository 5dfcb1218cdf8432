package dev.espalier.cli.report.runs;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The settings by which runs of one kind are told apart: those that have different values in different runs. A setting
 * that a run lacks, as one of an earlier version or shortened by hand does, tells nothing about this run.
 */
final class DifferingSettings {

    private final SortedMap<String, String> told = new TreeMap<>();

    /**
     * The settings of one run that differ among rivals.
     *
     * @param settings settings of the run
     * @param rivals settings of all runs of its kind, its own among them
     * @param left names that are left out
     */
    DifferingSettings(
            Map<String, String> settings, List<? extends Map<String, String>> rivals, Predicate<String> left) {
        settings.forEach((name, value) -> {
            if (!left.test(name) && rivals.stream().anyMatch(rival -> !value.equals(rival.getOrDefault(name, value)))) {
                told.put(name, value);
            }
        });
    }

    /** Names another property of the run, too. */
    DifferingSettings and(String name, String value) {
        told.put(name, value);
        return this;
    }

    /** {@code  (sac.tau=0.01, steps=100)}, with a leading blank; empty without settings. */
    String inBrackets() {
        return told.isEmpty()
                ? ""
                : told.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
