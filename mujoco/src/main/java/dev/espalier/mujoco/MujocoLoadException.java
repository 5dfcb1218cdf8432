package dev.espalier.mujoco;

import org.jspecify.annotations.Nullable;

/** The MuJoCo library cannot be used: missing, invalid, of another version, or impossible to unpack. */
public final class MujocoLoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MujocoLoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
