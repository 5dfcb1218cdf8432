package dev.espalier.policy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON file that vouches for itself, and perhaps for another: its entry {@code checksum} is the SHA-256, in 64 hexadecimal digits, of
 * its own bytes with nothing between the quotes of that entry, and behind them of the other file's bytes. So one flipped bit in either is
 * found.
 */
public final class Checksum {

    /** Name of the entry. */
    public static final String ENTRY = "checksum";

    private static final Pattern IN_JSON = Pattern.compile("(\"" + ENTRY + "\"\\s*:\\s*\")[^\"]*");

    private Checksum() {}

    /**
     * What the entry has to be.
     *
     * @param json the file, its entry empty or not
     * @param other the other file, or nothing
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
     * The file with its entry filled in.
     *
     * @param json with an entry, which may be empty
     * @param other the other file, or nothing
     */
    public static byte[] into(byte[] json, byte... other) {
        return bytes(entry(json).replaceFirst("$1" + of(json, other)));
    }

    private static Matcher entry(byte[] json) {
        // A charset that maps each byte to a letter and back, so that damaged bytes stay what they are.
        return IN_JSON.matcher(new String(json, StandardCharsets.ISO_8859_1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
