package dev.espalier.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A text file that is appended line by line. Each line is passed to the operating system at once, so a kill loses at
 * most the current line; a power failure loses what came after the last {@link #sync}.
 */
final class LineLog implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private long size;

    private LineLog(Path file, FileChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
    }

    /**
     * Starts a new file.
     *
     * @throws StoreException if the file exists or cannot be written
     */
    static LineLog create(Path file) {
        return open(file, 0, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * Continues a file, whose lines are replaced by {@code kept}.
     *
     * @throws StoreException if it cannot be written
     */
    static LineLog resume(Path file, List<String> kept) {
        AtomicFiles.writeString(file, kept.stream().map(line -> line + "\n").collect(Collectors.joining()));
        return open(file, kept.size(), StandardOpenOption.APPEND);
    }

    static LineLog open(Path file, long size, StandardOpenOption... mode) {
        try {
            return new LineLog(file, FileChannel.open(file, mode), size);
        } catch (IOException e) {
            throw failure(file, e);
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

    void append(String line) {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            size++;
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    long size() {
        return size;
    }

    void sync() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static StoreException failure(Path file, IOException e) {
        return new StoreException("Cannot write " + file + ": " + StoreException.reason(e), e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }
}
