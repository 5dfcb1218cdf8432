package dev.espalier.natives;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Detects damaged files. Malicious changes are prevented by {@link OwnFolders}, so the CRC of jar entries is enough; it
 * takes a tenth of a second for half a gigabyte.
 */
public sealed interface FileChecksum {

    /** Whether a file has this checksum. */
    boolean matches(Path file) throws IOException;

    /** The checksum of a jar's entries. */
    record Crc32(long value) implements FileChecksum {

        @Override
        public boolean matches(Path file) throws IOException {
            var crc = new CRC32();
            read(file, crc::update);
            return crc.getValue() == value;
        }
    }

    /**
     * A cryptographic checksum, slower.
     *
     * @param hex lower-case hexadecimal digits
     */
    record Sha256(String hex) implements FileChecksum {

        @Override
        public boolean matches(Path file) throws IOException {
            MessageDigest digest = digest();
            read(file, digest::update);
            return hex.equals(HexFormat.of().formatHex(digest.digest()));
        }

        private static MessageDigest digest() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java has SHA-256", e);
            }
        }
    }

    private static void read(Path file, Consumer<ByteBuffer> consumer) throws IOException {
        ByteBuffer part = ByteBuffer.allocateDirect(1 << 18);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(part) >= 0) {
                consumer.accept(part.flip());
                part.clear();
            }
        }
    }
}
