package dev.espalier.run.files;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The files that a class path refers to. */
final class ClassPathFiles {

    private ClassPathFiles() {}

    /** The existing folders and jars of a class path. As in Java, {@code lib/*} means all jars of a folder. */
    static Set<Path> places(String classPath) throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            if (entry.equals("*") || entry.endsWith("/*")) {
                Path folder = Path.of(entry.substring(0, entry.length() - 1));
                places.addAll(list(folder).stream()
                        .filter(file -> file.toString().endsWith(".jar")
                                || file.toString().endsWith(".JAR"))
                        .toList());
            } else if (!entry.isEmpty()) {
                places.add(Path.of(entry));
            }
        }
        Set<Path> present = new LinkedHashSet<>();
        places.stream()
                .filter(Files::exists)
                .forEach(place -> present.add(place.toAbsolutePath().normalize()));
        return present;
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /**
     * The files in a folder of a class path, sorted by name. If the working directory lies in the folder, these are the
     * class files only, as runs and other changing files are there, too.
     */
    static List<Path> in(Path folder) throws IOException {
        boolean all = !folder.getFileSystem().equals(Path.of("").getFileSystem())
                || !Path.of("").toAbsolutePath().startsWith(folder);
        try (var files = Files.walk(folder)) {
            return files.filter(file -> all || file.toString().endsWith(".class"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
