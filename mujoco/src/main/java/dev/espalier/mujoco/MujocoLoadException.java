package dev.espalier.mujoco;

import org.jspecify.annotations.Nullable;

/** The MuJoCo library cannot be used: missing, not a MuJoCo library, of another version, or nowhere to unpack it. */
public final class MujocoLoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MujocoLoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
