package dev.espalier.cli;

/** Where the process starts. */
public final class Main {

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
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
