package dev.espalier.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The export formats. */
public enum Format {
    /** One file for ONNX Runtime and other programs that read ONNX. */
    ONNX,
    /** One C99 header without dependencies. */
    C,
    /** A folder with safetensors and JSON for Espalier's own Java runtime. */
    BUNDLE;

    /** The name on the command line. */
    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names: {@code onnx, c, bundle}. */
    public static String names() {
        return Arrays.stream(values()).map(Format::lowerCase).collect(Collectors.joining(", "));
    }

    /**
     * The format with this name.
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
