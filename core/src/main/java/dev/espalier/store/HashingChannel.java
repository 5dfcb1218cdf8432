package dev.espalier.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes the bytes that are written through it, so that a file need not be read again for its hash. */
final class HashingChannel implements WritableByteChannel {

    private static final int CHUNK = 1 << 18;

    private final WritableByteChannel target;
    private final MessageDigest sha256 = sha256();
    private long size;

    HashingChannel(WritableByteChannel target) {
        this.target = target;
    }

    /** A channel that only counts and hashes. */
    static HashingChannel toNowhere() {
        return new HashingChannel(new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) {
                int count = source.remaining();
                source.position(source.limit());
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        });
    }

    /** Size and hash of an existing file. */
    static FileSum sumOf(Path file) throws IOException {
        HashingChannel hash = toNowhere();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(chunk.clear()) >= 0) {
                hash.write(chunk.flip());
            }
        }
        return hash.sum();
    }

    /** Writes the whole buffer, even if the target takes it in parts. */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        sha256.update(source.duplicate());
        while (source.hasRemaining()) {
            target.write(source);
        }
        size += count;
        return count;
    }

    /** Size and hash of all bytes written. Call it once, at the end. */
    FileSum sum() {
        return new FileSum(size, HexFormat.of().formatHex(sha256.digest()));
    }

    @Override
    public boolean isOpen() {
        return target.isOpen();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }

    /** SHA-256 in lower-case hexadecimal digits. */
    static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * Identifies the content of a file.
     *
     * @param size bytes
     * @param sha256 64 lower-case hexadecimal digits
     */
    record FileSum(long size, String sha256) {}
}
