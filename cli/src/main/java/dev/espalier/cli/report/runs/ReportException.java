package dev.espalier.cli.report.runs;

/** A report cannot be made. The message is for the user: it names the file or option, what is wrong and what to do. */
public final class ReportException extends RuntimeException {

    public ReportException(String message) {
        super(message);
    }

    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
