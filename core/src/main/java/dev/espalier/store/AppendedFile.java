package dev.espalier.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is appended piece by piece. Each piece is passed to the operating system at once, so a kill loses at most
 * the current one; a power failure loses what came after the last {@link #sync}.
 */
final class AppendedFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    AppendedFile(Path file, StandardOpenOption... mode) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, mode);
    }

    /** @throws StoreException if it cannot be written */
    void append(byte[] piece) {
        ByteBuffer bytes = ByteBuffer.wrap(piece);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    void sync() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    static StoreException failure(Path file, IOException e) {
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
