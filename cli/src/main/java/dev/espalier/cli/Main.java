package dev.espalier.cli;

import dev.espalier.cli.console.Console;

/** Entry point of the process. */
public final class Main {

    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private Main() {}

    public static void main(String[] arguments) {
        // MuJoCo's warnings go through java.util.logging, whose default format takes two lines and names a class.
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "espalier: %5$s%6$s%n");
        }
        Console console = Console.ofProcess();
        int code;
        try {
            code = Espalier.commandLine(console, new LibraryRuns()).execute(arguments);
        } catch (Error e) {
            // Picocli handles only exceptions. Errors, such as OutOfMemoryError, get a message here.
            code = new Failures(console.err()).report(e, false);
        }
        console.out().flush();
        System.exit(code);
    }
}
