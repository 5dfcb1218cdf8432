package dev.espalier.export;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A C compiler of this machine with a Unix command line.
 *
 * @param command program and its options, if any
 */
public record CCompiler(List<String> command) {

    private static final List<String> USUAL = List.of("cc", "gcc", "clang");

    /** A program does not compile. The message is the compiler's. */
    public static final class CompilationException extends IOException {

        CompilationException(String message) {
            super(message);
        }
    }

    public CCompiler {
        command = List.copyOf(command);
    }

    /**
     * The compiler that the environment variable {@code CC} names, else cc, gcc or clang on the PATH.
     *
     * @throws BadTargetException if CC names a program that does not exist; no other is used then
     */
    public static Optional<CCompiler> find() {
        return find(System.getenv());
    }

    static Optional<CCompiler> find(Map<String, String> environment) {
        String named = environment.getOrDefault("CC", "").strip();
        String path = environment.getOrDefault("PATH", "");
        if (!named.isEmpty()) {
            List<String> words = List.of(named.split("\\s+", -1));
            return Optional.of(program(words.getFirst(), path)
                    .map(program -> with(program, words))
                    .orElseThrow(() -> new BadTargetException(
                            "the environment variable CC is '" + named + "', but there is no program "
                                    + words.getFirst() + "; let it name a C compiler, or unset it")));
        }
        return USUAL.stream()
                .flatMap(name -> program(name, path).stream().map(program -> with(program, List.of(name))))
                .findFirst();
    }

    private static CCompiler with(Path program, List<String> words) {
        List<String> command = new ArrayList<>(words);
        command.set(0, program.toString());
        return new CCompiler(command);
    }

    private static Optional<Path> program(String name, String path) {
        Stream<String> places =
                name.contains(File.separator) ? Stream.of("") : Stream.of(path.split(File.pathSeparator, -1));
        return places.flatMap(place -> {
                    try {
                        return Stream.of(Path.of(place, name));
                    } catch (InvalidPathException e) {
                        // PATH may contain anything.
                        return Stream.empty();
                    }
                })
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                // The working directory of the process is another one.
                .map(Path::toAbsolutePath)
                .findFirst();
    }

    /**
     * Runs the compiler in a folder and waits for it.
     *
     * @throws CompilationException if it reports an error; the message is the compiler's
     * @throws IOException if it cannot be started
     */
    public void run(Path folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> line = Stream.concat(command.stream(), arguments.stream()).toList();
        Process compiler = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            compiler.getOutputStream().close();
            String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (compiler.waitFor() != 0) {
                throw new CompilationException(String.join(" ", line) + " failed:\n" + said.strip());
            }
        } finally {
            compiler.destroy();
        }
    }
}
