package dev.espalier.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads text files of limited size that users or other programs may have written. */
public final class BoundedText {

    private BoundedText() {}

    /**
     * Reads a whole file.
     *
     * @param maxBytes largest allowed size; the limit holds for devices and pipes, too, which may have no end
     * @throws java.nio.charset.CharacterCodingException if it is not UTF-8 text
     * @throws IOException if it cannot be read or is larger
     */
    public static String read(Path file, int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException("it has more than the %s bytes that are read".formatted(maxBytes));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }
}
