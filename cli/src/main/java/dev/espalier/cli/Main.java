package dev.espalier.cli;

import dev.espalier.cli.console.Console;

/** Where the process starts. */
public final class Main {

    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        // Warnings of MuJoCo come by way of Java's log, whose own format takes two lines and names a class.
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "espalier: %5$s%6$s%n");
        }
        Console console = Console.ofProcess();
        int code;
        try {
            code = Espalier.commandLine(console, new LibraryRuns()).execute(arguments);
        } catch (Error e) {
            // Picocli hands on exceptions only. An error (out of memory, a native library that does not link) ends
            // the process as well, but with a message.
            code = new Failures(console.err()).report(e, false);
        }
        console.out().flush();
        System.exit(code);
    }
}
