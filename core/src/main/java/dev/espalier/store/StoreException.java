package dev.espalier.store;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** A file or folder cannot be written or read; the message names it, the reason and what is unchanged. */
public final class StoreException extends RuntimeException {

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The reason of an I/O failure without Java's path, as {@code permission denied}, or the line of invalid JSON. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case JsonEOFException _ -> "not valid JSON: it ends too early";
            case JsonProcessingException damaged -> {
                JsonLocation place = damaged.getLocation();
                yield "not valid JSON" + (place == null ? "" : " in line " + place.getLineNr()) + ": "
                        + damaged.getOriginalMessage();
            }
            case CharacterCodingException _ -> "not a text file in UTF-8";
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException missing -> "no such file or folder: " + missing.getFile();
            case FileAlreadyExistsException existing -> "exists already: " + existing.getFile();
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }
}
