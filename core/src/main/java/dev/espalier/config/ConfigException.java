package dev.espalier.config;

/** A configuration cannot be used. The message is for the user: it says where, what is wrong and what to do. */
public final class ConfigException extends RuntimeException {

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
