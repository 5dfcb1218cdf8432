package dev.espalier.cli.report;

/** A report cannot be made. The message is for the user: it names the file or option, what is wrong and what to do. */
public final class ReportException extends RuntimeException {

    ReportException(String message) {
        super(message);
    }

    ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
