package dev.espalier.export;

import dev.espalier.policy.Controller;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.TemporaryFolder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compiles a {@link CHeader} to a shared library and calls it. The library stays loaded until this object is closed,
 * when no thread may use it any more. Its file is deleted once loaded. Not thread-safe.
 */
public final class CompiledController implements Controller, AutoCloseable {

    private static final String HEADER = "policy.h";
    private static final String SOURCE = "policy.c";
    private static final String LIBRARY = "policy.so";

    /** The header's function is static; this gives it a name for the linker. */
    private static final String WRAPPER = """
            #include "policy.h"

            const int espalier_observation_size = $P_OBSERVATION_SIZE;
            const int espalier_action_size = $P_ACTION_SIZE;

            void espalier_act(const float *observation, float *action)
            {
                $p_act(observation, action);
            }
            """;

    private static final List<String> BUILD =
            List.of("-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", LIBRARY, SOURCE, "-lm");

    private final Arena arena;
    private final MethodHandle act;
    private final float[] observed;
    private final float[] decided;
    private final MemorySegment input;
    private final MemorySegment output;

    private CompiledController(Arena arena, SymbolLookup library) {
        this.arena = arena;
        observed = new float[size(library, "espalier_observation_size")];
        decided = new float[size(library, "espalier_action_size")];
        input = MemorySegment.ofArray(observed);
        output = MemorySegment.ofArray(decided);
        // Critical: the function is short and makes no upcalls, so it may access the heap arrays directly.
        act = Linker.nativeLinker()
                .downcallHandle(
                        library.findOrThrow("espalier_act"),
                        FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                        Linker.Option.critical(true));
    }

    private static int size(SymbolLookup library, String name) {
        return library.findOrThrow(name).reinterpret(Integer.BYTES).get(ValueLayout.JAVA_INT, 0);
    }

    /**
     * Compiles and loads a header.
     *
     * @param prefix prefix of its names
     * @throws CCompiler.CompilationException if the compiler reports an error or a warning, with its message
     * @throws IOException if the compiler cannot be started, or the temporary folder is not writable
     * @throws dev.espalier.store.StoreException if there is no temporary folder
     */
    public static CompiledController of(CCompiler compiler, String header, String prefix)
            throws IOException, InterruptedException {
        return of(compiler, header, prefix, TemporaryFolder.make("espalier-policy"));
    }

    /** Compiles in this folder, which is then deleted. */
    static CompiledController of(CCompiler compiler, String header, String prefix, Path folder)
            throws IOException, InterruptedException {
        try {
            Files.writeString(folder.resolve(HEADER), header);
            CText wrapper = new CText(prefix);
            wrapper.add(WRAPPER);
            Files.writeString(folder.resolve(SOURCE), wrapper.toString());
            compiler.run(folder, BUILD);
            return load(folder);
        } finally {
            AtomicFiles.deleteDirectory(folder);
        }
    }

    /** Suppressed: the returned object closes the arena. */
    @SuppressWarnings("MustBeClosedChecker")
    private static CompiledController load(Path folder) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new CompiledController(arena, SymbolLookup.libraryLookup(folder.resolve(LIBRARY), arena));
        } catch (IllegalArgumentException e) {
            arena.close();
            throw new CCompiler.CompilationException("what it makes cannot be loaded on this machine (" + e.getMessage()
                    + "); let CC name a compiler for this machine, or unset it");
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    public int observationSize() {
        return observed.length;
    }

    public int actionSize() {
        return decided.length;
    }

    @Override
    public void act(double[] observation, double[] action) {
        if (observation.length != observed.length || action.length != decided.length) {
            throw new IllegalArgumentException("a compiled policy from %s to %s entries cannot map %s to %s"
                    .formatted(observed.length, decided.length, observation.length, action.length));
        }
        for (int i = 0; i < observed.length; i++) {
            observed[i] = (float) observation[i];
        }
        call();
        for (int i = 0; i < decided.length; i++) {
            action[i] = decided[i];
        }
    }

    private void call() {
        try {
            act.invokeExact(input, output);
        } catch (Throwable thrown) {
            // C functions do not throw, but the method handle declares Throwable.
            throw new IllegalStateException(thrown);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
