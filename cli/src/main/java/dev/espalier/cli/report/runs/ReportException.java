package dev.espalier.cli.report.runs;

/** A report cannot be created. The message is for the user: file or option, problem and what to do. */
public final class ReportException extends RuntimeException {

    public ReportException(String message) {
        super(message);
    }

    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
