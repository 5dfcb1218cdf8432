package dev.espalier.policy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checksum in a JSON file: its entry {@code checksum} is the SHA-256, in 64 hexadecimal digits, of the file's own
 * bytes with an empty entry, followed by the bytes of a second file, if any. It detects any change of both files.
 */
public final class Checksum {

    /** Name of the entry. */
    public static final String ENTRY = "checksum";

    private static final Pattern IN_JSON = Pattern.compile("(\"" + ENTRY + "\"\\s*:\\s*\")[^\"]*");

    private Checksum() {}

    /**
     * Computes the checksum.
     *
     * @param json the file, its entry empty or not
     * @param other the second file, or nothing
     */
    public static String of(byte[] json, byte... other) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes(entry(json).replaceFirst("$1")));
            return String.format(Locale.ROOT, "%064x", new BigInteger(1, digest.digest(other)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Fills in the checksum.
     *
     * @param json file with an entry, which may be empty
     * @param other the second file, or nothing
     */
    public static byte[] into(byte[] json, byte... other) {
        return bytes(entry(json).replaceFirst("$1" + of(json, other)));
    }

    private static Matcher entry(byte[] json) {
        // This charset maps all bytes to characters and back, so damaged bytes are preserved.
        return IN_JSON.matcher(new String(json, StandardCharsets.ISO_8859_1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
