package dev.espalier.config;

/** An invalid configuration. The message says where the error is, what is wrong and what to do. */
public final class ConfigException extends RuntimeException {

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
