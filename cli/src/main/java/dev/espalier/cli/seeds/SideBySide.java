package dev.espalier.cli.seeds;

import dev.espalier.cli.console.Console;
import dev.espalier.cli.console.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Trains several runs at a time, each in a process of its own: libtorch's threads and the format of its products are
 * settings of a whole process, and a run that fails leaves the others alone.
 */
public final class SideBySide {

    /** How the line begins by which a run confirms that it is about to stop. */
    public static final String STOPPING = "Stopping: ";

    private static final Duration POLL = Duration.ofMillis(100);

    /** Ctrl-C on a terminal reaches every process. Those that have not heard of it until then are told. */
    private static final Duration HEARD = Duration.ofSeconds(1);

    private final Console console;
    private final int atATime;
    private final List<String> options;

    /**
     * @param atATime runs at a time, at least 1
     * @param options further options of {@code resume}
     */
    public SideBySide(Console console, int atATime, List<String> options) {
        this.console = console;
        this.atATime = atATime;
        this.options = List.copyOf(options);
    }

    /**
     * Resumes every run, until all have ended.
     *
     * @param stop asked again and again; once true, running ones are stopped after saving, and no other is begun
     * @return the exit code of each; {@link ExitCode#INTERRUPTED} where it was not begun
     */
    public SequencedMap<Path, Integer> resume(List<Path> runs, BooleanSupplier stop) {
        SequencedMap<Path, Integer> codes = new TreeMap<>(Comparator.comparingLong(SeedFolder::seed));
        runs.forEach(run -> codes.put(run, ExitCode.INTERRUPTED));
        Deque<Path> waiting = new ArrayDeque<>(runs);
        List<Child> running = new ArrayList<>();
        long askedAt = 0;
        try {
            while (!running.isEmpty() || (!waiting.isEmpty() && !stop.getAsBoolean())) {
                while (running.size() < atATime && !waiting.isEmpty() && !stop.getAsBoolean()) {
                    running.add(new Child(waiting.removeFirst()));
                }
                Thread.sleep(POLL);
                if (stop.getAsBoolean()) {
                    askedAt = askedAt == 0 ? System.nanoTime() : askedAt;
                    if (System.nanoTime() - askedAt > HEARD.toNanos()) {
                        running.forEach(Child::tellToStop);
                    }
                }
                for (Child child : List.copyOf(running)) {
                    if (!child.process.isAlive()) {
                        codes.put(child.run, child.end());
                        running.remove(child);
                    }
                }
            }
        } catch (InterruptedException e) {
            running.forEach(Child::tellToStop);
            Thread.currentThread().interrupt();
        }
        return codes;
    }

    /** A run in a process of its own, whose lines are printed with its seed before them. */
    private final class Child {

        private final Path run;
        private final Process process;
        private final Thread reader;
        private volatile boolean isStopping;

        Child(Path run) {
            this.run = run;
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of(
                    "-cp", System.getProperty("java.class.path"), "dev.espalier.cli.Main", "resume", run.toString()));
            command.addAll(options);
            try {
                process = new ProcessBuilder(command).redirectErrorStream(true).start();
                process.getOutputStream().close();
            } catch (IOException e) {
                throw new UncheckedIOException("no further process can be started: " + e.getMessage(), e);
            }
            reader = Thread.ofPlatform()
                    .daemon()
                    .name("seed-" + SeedFolder.seed(run))
                    .start(this::read);
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    isStopping |= line.startsWith(STOPPING);
                    if (!line.isBlank()) {
                        console.out().println("seed " + SeedFolder.seed(run) + ": " + line);
                    }
                }
            } catch (IOException e) {
                console.tell("seed " + SeedFolder.seed(run) + ": its output cannot be read: " + e.getMessage());
            }
        }

        void tellToStop() {
            if (!isStopping) {
                isStopping = true;
                process.toHandle().destroy(); // Process.destroy would also close the streams
            }
        }

        /** The exit code, once everything that it wrote is printed. */
        int end() throws InterruptedException {
            reader.join();
            return process.waitFor();
        }
    }
}
