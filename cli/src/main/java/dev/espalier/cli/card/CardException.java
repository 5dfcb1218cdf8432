package dev.espalier.cli.card;

/** A card cannot be made of what was given. The message is for the user: it names it, what is wrong and what to do. */
public final class CardException extends RuntimeException {

    CardException(String message) {
        super(message);
    }

    CardException(String message, Throwable cause) {
        super(message, cause);
    }
}
