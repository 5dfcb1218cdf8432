package dev.espalier.cli;

import dev.espalier.profile.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What a piece of work spends its time on, told by its {@link Phase}s. What lies inside another phase is taken off that. */
final class PhaseTimes {

    /** Time that lies in no phase. */
    private static final String OTHER = "other";

    private PhaseTimes() {}

    /** A phase that has begun and not yet ended, and the time that others took inside it. */
    private static final class Open {

        private final RecordedEvent event;
        private Duration inside = Duration.ZERO;

        private Open(RecordedEvent event) {
            this.event = event;
        }
    }

    /**
     * Milliseconds of one piece of work by phase, the longest first.
     *
     * @param times how often it is done
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
            Map<String, Double> sums = sums(read(recording));
            sums.put(
                    OTHER,
                    total
                            - sums.values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .sum());
            SequencedMap<String, Double> sorted = new LinkedHashMap<>();
            sums.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .forEach(entry -> sorted.put(entry.getKey(), entry.getValue() / times));
            return sorted;
        }
    }

    private static List<RecordedEvent> read(Recording recording) {
        try {
            Path file = Files.createTempFile("espalier-phases", ".jfr");
            try {
                recording.dump(file);
                List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
                long thread = Thread.currentThread().threadId();
                events.removeIf(event -> !event.getEventType().getName().equals(Phase.EVENT)
                        || event.getThread().getJavaThreadId() != thread);
                // Of two that begin in the same instant the longer one is the outer one.
                events.sort(Comparator.comparing(RecordedEvent::getStartTime)
                        .thenComparing(RecordedEvent::getDuration, Comparator.reverseOrder()));
                return events;
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the recording of the phases cannot be read", e);
        }
    }

    /** Milliseconds by phase, events being sorted by their beginning. */
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
