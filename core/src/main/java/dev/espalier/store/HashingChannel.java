package dev.espalier.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Counts and hashes the bytes that are written through it, so that a file need not be read again for its hash. */
public final class HashingChannel implements WritableByteChannel {

    private final @Nullable WritableByteChannel target;
    private final MessageDigest sha256 = sha256();
    private long size;

    HashingChannel(@Nullable WritableByteChannel target) {
        this.target = target;
    }

    /** A channel that only counts and hashes. */
    static HashingChannel toNowhere() {
        return new HashingChannel(null);
    }

    /** Size and hash of an existing file. */
    static FileSum sumOf(Path file) throws IOException {
        HashingChannel hash = toNowhere();
        Files.copy(file, Channels.newOutputStream(hash));
        return hash.sum();
    }

    /** Writes the whole buffer, even if the target takes it in parts. */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        sha256.update(source.duplicate());
        if (target == null) {
            source.position(source.limit());
        }
        while (target != null && source.hasRemaining()) {
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
        return target == null || target.isOpen();
    }

    @Override
    public void close() throws IOException {
        if (target != null) {
            target.close();
        }
    }

    /** SHA-256 in lower-case hexadecimal digits. */
    static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** A new SHA-256 without any bytes yet. */
    public static MessageDigest sha256() {
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
