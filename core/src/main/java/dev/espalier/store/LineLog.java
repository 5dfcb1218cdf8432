package dev.espalier.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text file that a run appends to, line by line, each with its step. When it is opened, the lines of later steps are
 * dropped: a run that resumes from a checkpoint repeats these steps.
 */
public abstract sealed class LineLog implements AutoCloseable permits CsvLog, JsonLinesLog {

    private final AppendedFile lines;
    private long size;
    private @Nullable Long lastStep;

    /** Reads the step of a line. */
    interface StepReader {

        /**
         * The step of a line.
         *
         * @param number number of the line, counted from 1
         * @throws StoreException if it has none
         */
        long read(Path file, int number, String line);
    }

    /**
     * Opens a file, whose lines are replaced by those to keep.
     *
     * @param headers number of leading lines that have no step
     * @param step the last step to keep
     */
    LineLog(Path file, List<String> present, int headers, StepReader steps, long step) {
        List<String> kept = new ArrayList<>(present.subList(0, headers));
        for (int i = headers; i < present.size(); i++) {
            long stepOfLine = steps.read(file, i + 1, present.get(i));
            if (stepOfLine <= step) {
                kept.add(present.get(i));
                lastStep = stepOfLine;
            }
        }
        size = kept.size();
        AtomicFiles.writeString(file, kept.stream().map(line -> line + "\n").collect(Collectors.joining()));
        try {
            lines = new AppendedFile(file, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw AppendedFile.failure(file, e);
        }
    }

    /** The lines of a file without an incomplete last one; none if there is no file. */
    static List<String> completeLines(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new StoreException("Cannot read " + file + ": " + StoreException.reason(e), e);
        }
    }

    void append(long step, String line) {
        lines.append((line + "\n").getBytes(StandardCharsets.UTF_8));
        size++;
        lastStep = step;
    }

    /** Number of lines, including a header. */
    public long size() {
        return size;
    }

    /** The step of the last line; null if there is none. */
    public @Nullable Long lastStep() {
        return lastStep;
    }

    /** Forces all lines to the disk. */
    public void sync() {
        lines.sync();
    }

    @Override
    public void close() {
        lines.close();
    }
}
