package dev.espalier.cli.card;

/** A card cannot be created from the given input. The message is for the user: input, problem and what to do. */
public final class CardException extends RuntimeException {

    CardException(String message) {
        super(message);
    }

    CardException(String message, Throwable cause) {
        super(message, cause);
    }
}
