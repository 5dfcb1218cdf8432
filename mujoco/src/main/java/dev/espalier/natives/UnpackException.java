package dev.espalier.natives;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Native libraries cannot be unpacked; the message says where to, why and what to do. */
public final class UnpackException extends IOException {

    UnpackException(String message) {
        super(message);
    }

    UnpackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
