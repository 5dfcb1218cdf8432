package dev.espalier.cli.bench;

import dev.espalier.profile.Phase;
import dev.espalier.store.StoreException;
import dev.espalier.store.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Time by {@link Phase}, without the time of inner phases, summed over all threads. */
final class PhaseTimes {

    /** Time of the calling thread outside all phases. */
    private static final String OTHER = "other";

    private PhaseTimes() {}

    /** A phase that has not ended yet, and the time of its inner phases. */
    private static final class Open {

        private final RecordedEvent event;
        private Duration inside = Duration.ZERO;

        private Open(RecordedEvent event) {
            this.event = event;
        }
    }

    /**
     * Milliseconds per execution by phase, the longest first.
     *
     * @param times how often the work is done
     */
    static SequencedMap<String, Double> record(int times, Runnable work) {
        try (var recording = new Recording()) {
            recording.enable(Phase.EVENT).withoutThreshold();
            recording.start();
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                work.run();
            }
            double total = (System.nanoTime() - start) / 1e6;
            recording.stop();
            long caller = Thread.currentThread().threadId();
            Map<String, Double> sums = new HashMap<>(Map.of(OTHER, total));
            read(recording)
                    .forEach((thread, events) -> sums(events).forEach((phase, time) -> {
                        sums.merge(phase, time, Double::sum);
                        if (thread == caller) {
                            sums.merge(OTHER, -time, Double::sum);
                        }
                    }));
            SequencedMap<String, Double> sorted = new LinkedHashMap<>();
            sums.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .forEach(entry -> sorted.put(entry.getKey(), entry.getValue() / times));
            return sorted;
        }
    }

    /** Prints a line for each phase, with its share of the total. */
    static void print(SequencedMap<String, Double> phases, PrintStream out) {
        double total = phases.values().stream().mapToDouble(Double::doubleValue).sum();
        phases.forEach((phase, time) ->
                out.printf(Locale.ROOT, "  %-12s %9.3f ms  %5.1f %%%n", phase, time, 100 * time / total));
    }

    /** The phases of each thread, sorted by start; with equal starts the outer one comes first. */
    private static Map<Long, List<RecordedEvent>> read(Recording recording) {
        try {
            Path folder = TemporaryFolder.make("espalier-phases");
            Path file = folder.resolve("phases.jfr");
            try {
                recording.dump(file);
                return RecordingFile.readAllEvents(file).stream()
                        .filter(event -> event.getEventType().getName().equals(Phase.EVENT))
                        .sorted(Comparator.comparing(RecordedEvent::getStartTime)
                                .thenComparing(RecordedEvent::getDuration, Comparator.reverseOrder()))
                        .collect(
                                Collectors.groupingBy(event -> event.getThread().getJavaThreadId()));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new StoreException(
                    "The recording of the phases cannot be written or read: " + StoreException.reason(e)
                            + "; make room in the temporary folder, "
                            + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    /** Milliseconds by phase of one thread. */
    private static Map<String, Double> sums(List<RecordedEvent> events) {
        Map<String, Double> sums = new HashMap<>();
        Deque<Open> open = new ArrayDeque<>();
        for (RecordedEvent event : events) {
            while (!open.isEmpty() && !open.peek().event.getEndTime().isAfter(event.getStartTime())) {
                finish(open, sums);
            }
            open.push(new Open(event));
        }
        while (!open.isEmpty()) {
            finish(open, sums);
        }
        return sums;
    }

    private static void finish(Deque<Open> open, Map<String, Double> sums) {
        Open done = open.pop();
        Duration own = done.event.getDuration().minus(done.inside);
        sums.merge(done.event.getString(Phase.FIELD), own.toNanos() / 1e6, Double::sum);
        if (!open.isEmpty()) {
            open.peek().inside = open.peek().inside.plus(done.event.getDuration());
        }
    }
}
