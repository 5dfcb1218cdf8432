package dev.espalier.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** In what form a policy is shipped. */
public enum Format {
    /** One file for ONNX Runtime and everything else that reads ONNX. */
    ONNX,
    /** One C99 header without any dependency. */
    C,
    /** A folder of safetensors and JSON for Espalier's own Java runtime. */
    BUNDLE;

    /** Its name on the command line. */
    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names, as in {@code onnx, c, bundle}. */
    public static String names() {
        return Arrays.stream(values()).map(Format::lowerCase).collect(Collectors.joining(", "));
    }

    /**
     * The format of this name.
     *
     * @throws BadTargetException if there is none
     */
    public static Format of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.lowerCase().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BadTargetException(
                        "--format: there is no format '" + name + "'; choose one of " + names()));
    }
}
