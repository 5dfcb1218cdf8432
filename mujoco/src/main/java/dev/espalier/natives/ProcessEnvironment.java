package dev.espalier.natives;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The environment that native libraries read, which Java itself cannot change. A library reads its variables once, when
 * it is loaded or first used, so they must be set before.
 */
public final class ProcessEnvironment {

    private ProcessEnvironment() {}

    /** Sets a variable unless the user has. On a system without {@code setenv}, such as Windows, nothing changes. */
    public static void setDefault(String name, String value) {
        set(name, value, false);
    }

    /** Sets a variable, whatever it was. On a system without {@code setenv}, such as Windows, nothing changes. */
    public static void set(String name, String value) {
        set(name, value, true);
    }

    private static void set(String name, String value, boolean overwrite) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return;
        }
        var signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        MethodHandle handle = linker.downcallHandle(setenv.get(), signature);
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) handle.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), overwrite ? 1 : 0);
        } catch (Throwable e) {
            throw new AssertionError("setenv throws nothing", e);
        }
    }
}
