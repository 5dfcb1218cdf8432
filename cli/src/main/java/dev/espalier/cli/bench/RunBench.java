package dev.espalier.cli.bench;

import dev.espalier.cli.console.InputException;
import dev.espalier.cli.text.RootLocale;
import dev.espalier.config.Presets;
import dev.espalier.config.RunConfig;
import dev.espalier.run.TrainingRun;
import dev.espalier.run.loop.RunListener;
import dev.espalier.store.StoreException;
import dev.espalier.store.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Measures training steps per second of a real run in a temporary folder, including files and evaluations. */
final class RunBench {

    private RunBench() {}

    /**
     * Result of the measurement.
     *
     * @param preset agent and preset
     * @param steps environment steps of the run
     * @param rows speed and size during the run, from the first updates on
     * @param phases milliseconds per environment step by phase, including random steps and pre-training
     */
    record Result(String env, String preset, long steps, List<Row> rows, SequencedMap<String, Double> phases) {}

    /**
     * A part of the run between two log rows.
     *
     * @param step its last step
     * @param trained parameters of all networks at its end; NaN if they do not change
     * @param stepsPerSecond environment steps per second, with updates and everything else
     */
    record Row(long step, double trained, double stepsPerSecond) {}

    /** @throws InputException if the run has almost no steps after the random ones */
    static Result run(RunConfig config) {
        try {
            Path folder = TemporaryFolder.make("espalier-bench");
            try {
                Path directory = folder.resolve("run");
                SequencedMap<String, Double> phases = PhaseTimes.record(
                        1, () -> TrainingRun.start(config, directory, RunListener.NOBODY, () -> false));
                phases.replaceAll((_, time) -> time / config.steps());
                List<Row> rows = rows(directory.resolve("progress.csv"), config.randomSteps());
                if (rows.isEmpty()) {
                    throw new InputException(RootLocale.format(
                            "--steps is %d, of which %d are random and the rest is too short to be measured;"
                                    + " give more, or lower random_steps or log_every with --set",
                            config.steps(), config.randomSteps()));
                }
                return new Result(
                        config.env(), Presets.title(config.agent(), config.preset()), config.steps(), rows, phases);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new StoreException(
                    "The files of the run to be measured cannot be read or removed: " + StoreException.reason(e), e);
        }
    }

    private static List<Row> rows(Path progress, long randomSteps) throws IOException {
        List<List<String>> lines = Files.readAllLines(progress).stream()
                .map(line -> List.of(line.split(",", -1)))
                .toList();
        List<String> header = lines.getFirst();
        int size = header.indexOf("prune/params_train");
        List<Row> rows = new ArrayList<>();
        double before = 0;
        long stepBefore = 0;
        for (List<String> line : lines.subList(1, lines.size())) {
            long step = Long.parseLong(line.get(header.indexOf("step")));
            double seconds = step / Double.parseDouble(line.get(header.indexOf("time/fps")));
            if (stepBefore >= randomSteps && stepBefore > 0) {
                double trained = size < 0 ? Double.NaN : Double.parseDouble(line.get(size));
                rows.add(new Row(step, trained, (step - stepBefore) / (seconds - before)));
            }
            before = seconds;
            stepBefore = step;
        }
        return rows;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
