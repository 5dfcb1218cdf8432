package dev.espalier.run;

import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import dev.espalier.env.TaskOrigin;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a user's own a run depends on beside its configuration, as SHA-256 by name: the files of its task's model, and the
 * classes of its task and its agent. Bit-exact resuming needs all of them as they were.
 */
final class RunInputs {

    private static final String CLASSES = "classes of ";

    private RunInputs() {}

    /**
     * The inputs as they are now; none for a task and an agent that come with Espalier.
     *
     * @throws StoreException if a file cannot be read
     */
    static SortedMap<String, String> of(RunConfig config) {
        return of(Environments.origin(config.env()), config);
    }

    private static SortedMap<String, String> of(TaskOrigin task, RunConfig config) {
        Set<Class<?>> code = new LinkedHashSet<>(task.code());
        code.add(config.learner().getClass());
        return of(task.models(), code);
    }

    /** What of a run's inputs is not as it was when they were recorded, in words: {@code robot.xml has changed}. */
    static List<String> differences(Map<String, String> recorded, RunConfig config) {
        TaskOrigin task = Environments.origin(config.env());
        Map<String, String> before = new TreeMap<>();
        recorded.forEach((name, hash) -> before.put(named(name, recorded.keySet(), task.models()), hash));
        return differences(before, of(task, config));
    }

    /** What is called so now. Earlier versions named the files of a model by their paths, that of the model itself among them. */
    static String named(String name, Set<String> recorded, List<Path> models) {
        return models.stream()
                .filter(model -> !name.startsWith(CLASSES)
                        && recorded.contains(model.normalize().toString()))
                .findFirst()
                .map(model -> name(model, Path.of(name)))
                .orElse(name);
    }

    /** Seen from the model's folder, which may be moved with all that is in it. */
    private static String name(Path model, Path file) {
        Path folder = Objects.requireNonNull(model.toAbsolutePath().normalize().getParent());
        return folder.relativize(file.toAbsolutePath().normalize()).toString();
    }

    /**
     * The same of given models and classes.
     *
     * @param models whose files are named as seen from the model's folder
     * @param code each stands for all classes that lie in the same folder or jar, as it may need any of them
     */
    static SortedMap<String, String> of(Iterable<Path> models, Iterable<Class<?>> code) {
        SortedMap<String, String> inputs = new TreeMap<>();
        for (Path model : models) {
            for (Path file : ModelFiles.of(model)) {
                inputs.put(name(model, file), sha256(List.of(file), file));
            }
        }
        Set<Path> done = new LinkedHashSet<>();
        for (Class<?> each : code) {
            Path place = place(each);
            if (place != null && !isOurs(each) && done.add(place)) {
                inputs.put(CLASSES + each.getName(), classes(place));
            }
        }
        return inputs;
    }

    static List<String> differences(Map<String, String> before, Map<String, String> now) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(now.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String was = before.get(name);
            String is = now.get(name);
            if (was == null) {
                differences.add(name + " is new");
            } else if (is == null) {
                differences.add(name + " is gone");
            } else if (!was.equals(is)) {
                differences.add(name + " has changed");
            }
        }
        return differences;
    }

    private static boolean isOurs(Class<?> code) {
        Path place = place(code);
        return place != null && (place.equals(place(RunInputs.class)) || place.equals(place(Environments.class)));
    }

    /** The folder or jar that a class was loaded from; null if it was made in memory. */
    private static @Nullable Path place(Class<?> code) {
        CodeSource source = code.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException _) {
            return null;
        }
    }

    private static String classes(Path place) {
        try {
            if (Files.isDirectory(place)) {
                return sha256(classFiles(place), place);
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                Path root = jar.getPath("/");
                return sha256(classFiles(root), root);
            }
        } catch (IOException e) {
            throw new StoreException("Cannot read " + place + ": " + StoreException.reason(e), e);
        }
    }

    private static List<Path> classFiles(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .toList();
        }
    }

    /** Of one file its own hash; of several the hash of their names, sizes and contents in turn. */
    private static String sha256(List<Path> files, Path root) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                byte[] content = Files.readAllBytes(file);
                if (!file.equals(root)) {
                    digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                    digest.update(ByteBuffer.allocate(Long.BYTES)
                            .putLong(content.length)
                            .flip());
                }
                digest.update(content);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new StoreException("Cannot read " + root + ": " + StoreException.reason(e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
