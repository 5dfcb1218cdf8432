package dev.espalier.run.files;

import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import dev.espalier.env.Task;
import dev.espalier.env.TaskOrigin;
import dev.espalier.store.HashingChannel;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.security.CodeSource;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The user's own files that a run depends on besides its configuration, as SHA-256 by name: the files of its task's
 * model, and the folders and jars of its task's and agent's classes and of {@code ESPALIER_CLASSPATH}.
 */
public final class RunInputs {

    private static final String CODE = "class path: ";

    /** Earlier versions wrote this prefix, with one hash for each place and over its classes only. */
    private static final String CLASSES = "classes of ";

    /** A folder with more files gets one hash for all of them. */
    private static final int MAX_FILES = 1000;

    /** Maximum number of differences to list. */
    private static final int MAX_TOLD = 10;

    private RunInputs() {}

    /**
     * The current inputs; empty if task and agent come with Espalier.
     *
     * @throws StoreException if a file cannot be read
     */
    public static SortedMap<String, String> of(RunConfig config, Task task) {
        return of(config, task.origin());
    }

    private static SortedMap<String, String> of(RunConfig config, TaskOrigin task) {
        Set<Class<?>> code = new LinkedHashSet<>(task.code());
        code.add(config.learner().getClass());
        return of(task.models(), code, Objects.requireNonNullElse(System.getenv("ESPALIER_CLASSPATH"), ""));
    }

    /** The differences between the recorded and the current inputs, as texts such as {@code robot.xml has changed}. */
    public static List<String> differences(Map<String, String> recorded, RunConfig config, Task trained) {
        TaskOrigin task = trained.origin();
        Map<String, String> before = new TreeMap<>();
        recorded.forEach((name, hash) -> before.put(named(name, recorded.keySet(), task.models()), hash));
        Map<String, String> now = of(config, task);
        if (before.keySet().removeIf(name -> name.startsWith(CLASSES))) {
            now.keySet().removeIf(name -> name.startsWith(CODE));
        }
        return differences(before, now);
    }

    /** The current name of a recorded input; earlier versions recorded the files of a model by path. */
    static String named(String name, Set<String> recorded, List<Path> models) {
        return models.stream()
                .filter(model -> !name.startsWith(CLASSES)
                        && recorded.contains(model.normalize().toString()))
                .findFirst()
                .map(model -> name(model, Path.of(name)))
                .orElse(name);
    }

    /** The path relative to the model's folder, so that the folder may be moved. */
    private static String name(Path model, Path file) {
        Path folder = Objects.requireNonNull(model.toAbsolutePath().normalize().getParent());
        return folder.relativize(file.toAbsolutePath().normalize()).toString();
    }

    /**
     * The inputs for given models and classes.
     *
     * @param models their files are named relative to the model's folder
     * @param code each class stands for its whole folder or jar, as it may use any of it
     * @param classPath more folders and jars; used if at least one class is a user's
     */
    public static SortedMap<String, String> of(Iterable<Path> models, Iterable<Class<?>> code, String classPath) {
        SortedMap<String, String> inputs = new TreeMap<>();
        for (Path model : models) {
            for (Path file : ModelFiles.of(model)) {
                inputs.put(name(model, file), sha256(List.of(file), file));
            }
        }
        Set<Path> places = new LinkedHashSet<>();
        for (Class<?> each : code) {
            Path place = place(each);
            if (place != null && !isOurs(each)) {
                places.add(place.toAbsolutePath().normalize());
            }
        }
        if (!places.isEmpty()) {
            places.addAll(places(classPath));
        }
        Set<String> taken = new HashSet<>();
        for (Path place : places) {
            String name = CODE + place.getFileName();
            for (int i = 2; !taken.add(name); i++) {
                name = CODE + place.getFileName() + "#" + i;
            }
            addCode(name, place, inputs);
        }
        return inputs;
    }

    private static Set<Path> places(String classPath) {
        try {
            return ClassPathFiles.places(classPath);
        } catch (IOException e) {
            throw new StoreException("Cannot read a folder of " + classPath + ": " + StoreException.reason(e), e);
        }
    }

    /** One entry for each file of a folder, and one for a whole jar. */
    private static void addCode(String name, Path place, Map<String, String> inputs) {
        try {
            if (Files.isDirectory(place)) {
                List<Path> files = ClassPathFiles.in(place);
                if (files.size() > MAX_FILES) {
                    inputs.put(name, sha256(files, place));
                } else {
                    files.forEach(file -> inputs.put(name + "/" + place.relativize(file), sha256(List.of(file), file)));
                }
                return;
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                Path root = jar.getPath("/");
                inputs.put(name, sha256(ClassPathFiles.in(root), root));
            } catch (ZipException | ProviderNotFoundException _) {
                // Java cannot read it now, but it may once the file has changed.
                inputs.put(name, sha256(List.of(place), place));
            }
        } catch (IOException e) {
            throw new StoreException("Cannot read " + place + ": " + StoreException.reason(e), e);
        }
    }

    public static List<String> differences(Map<String, String> before, Map<String, String> now) {
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
        if (differences.size() > MAX_TOLD) {
            String more = differences.size() - MAX_TOLD + " more";
            return Stream.concat(differences.stream().limit(MAX_TOLD), Stream.of(more))
                    .toList();
        }
        return differences;
    }

    private static boolean isOurs(Class<?> code) {
        Path place = place(code);
        return place != null && (place.equals(place(RunInputs.class)) || place.equals(place(Environments.class)));
    }

    /** The folder or jar that a class was loaded from; null if it was defined in memory. */
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

    /** The hash of a single file, or of the names, sizes and contents of several. */
    private static String sha256(List<Path> files, Path root) {
        try {
            MessageDigest digest = HashingChannel.sha256();
            for (Path file : files) {
                if (!file.equals(root)) {
                    digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                    digest.update(ByteBuffer.allocate(Long.BYTES)
                            .putLong(Files.size(file))
                            .flip());
                }
                Files.copy(file, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new StoreException("Cannot read " + root + ": " + StoreException.reason(e), e);
        }
    }
}
