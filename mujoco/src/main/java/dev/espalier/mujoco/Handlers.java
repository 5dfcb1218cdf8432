package dev.espalier.mujoco;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Handles MuJoCo's warnings and fatal errors.
 *
 * <p>Without handlers MuJoCo writes a log file into the working directory and waits for a key after an error. Warnings
 * go to the Java log; repeated ones, which may differ in numbers, only at powers of ten, with their count. After an
 * error MuJoCo's memory is undefined and exceptions cannot pass through C code, so the process ends.
 */
final class Handlers {

    private static final System.Logger LOGGER = System.getLogger(Handlers.class.getPackageName());

    /** Numbers in a warning, such as the simulated time, differ each time. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

    /** Number of occurrences of each warning, by its text without numbers. */
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    /** Sets MuJoCo's two handler variables. */
    void install(SymbolLookup library) {
        set(library, "mju_user_warning", "warning");
        set(library, "mju_user_error", "error");
    }

    private void set(SymbolLookup library, String variable, String method) {
        try {
            var target = MethodHandles.lookup()
                    .findVirtual(Handlers.class, method, MethodType.methodType(void.class, MemorySegment.class))
                    .bindTo(this);
            MemorySegment stub =
                    Linker.nativeLinker().upcallStub(target, FunctionDescriptor.ofVoid(ADDRESS), Arena.global());
            library.findOrThrow(variable).reinterpret(ADDRESS.byteSize()).set(ADDRESS, 0, stub);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a handler is missing from this class", e);
        }
    }

    /** Called by MuJoCo. An exception from this method would end the JVM. */
    @SuppressWarnings("unused") // through the method handle above
    private void warning(MemorySegment message) {
        try {
            told(text(message).strip()).ifPresent(text -> LOGGER.log(System.Logger.Level.WARNING, "MuJoCo: " + text));
        } catch (RuntimeException e) {
            System.err.println("MuJoCo's warning could not be logged: " + e);
        }
    }

    /** Called by MuJoCo; never returns. */
    @SuppressWarnings("unused") // through the method handle above
    private void error(MemorySegment message) {
        try {
            System.err.println("MuJoCo stopped with an error that it cannot recover from: " + text(message));
            System.err.println("The process ends here; a run continues from its last checkpoint.");
            System.err.flush();
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    /** The text to log; empty if the warning is only counted. */
    Optional<String> told(String warning) {
        long count = counts.merge(NUMBER.matcher(warning).replaceAll("#"), 1L, Long::sum);
        if (count == 1) {
            return Optional.of(warning);
        }
        boolean tenfold = Long.toString(count).matches("10*");
        return tenfold ? Optional.of(warning + " (" + count + " times so far)") : Optional.empty();
    }

    private static String text(MemorySegment message) {
        return message.reinterpret(Long.MAX_VALUE).getString(0);
    }
}
