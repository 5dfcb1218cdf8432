package dev.espalier.run.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the files of a MuJoCo model: itself, included files, meshes, textures and height fields. MuJoCo looks for a
 * file in several folders; existing files in all of them are listed. MuJoCo accepts texts that are not valid XML, such
 * as comments with {@code --}, so the text is only searched for attributes, and errors in it are left to MuJoCo.
 */
final class ModelFiles {

    /** Larger files are listed, but not searched. In bytes. */
    private static final int MAX_BYTES = 1 << 28;

    /** Limit for the folders of models and for those of assets. */
    private static final int MAX_FOLDERS = 64;

    /** A comment, the start of an element, or an attribute. Possessive quantifiers avoid backtracking. */
    private static final Pattern PART = Pattern.compile("(?s)<!--.*?(?:-->|\\z)|<(?<element>[\\w:.-]++)"
            + "|(?<![\\w:.-])(?<name>[\\w:.-]++)\\s*+=\\s*+(?:\"(?<value>[^\"]*+)\"|'(?<quoted>[^']*+)')");

    private static final Pattern ENTITY =
            Pattern.compile("&(?:#(?<decimal>\\d{1,6})|#x(?<hex>[0-9a-fA-F]{1,5})|(?<name>amp|lt|gt|quot|apos));");

    private final Set<Path> folders = new LinkedHashSet<>();
    private final Set<String> assetFolders = new LinkedHashSet<>(Set.of(""));
    private final Set<Path> models = new LinkedHashSet<>();
    private final Set<String> parts = new LinkedHashSet<>();
    private final Set<String> named = new LinkedHashSet<>();

    private ModelFiles() {}

    /** All existing files of a model, relative if the model's path is relative. */
    static List<Path> of(Path model) {
        var files = new ModelFiles();
        files.read(model.normalize());
        int before;
        do {
            before = files.models.size();
            List.copyOf(files.parts)
                    .forEach(part -> files.places(part).stream()
                            .filter(Files::isRegularFile)
                            .forEach(files::read));
        } while (files.models.size() > before);
        Set<Path> found = new LinkedHashSet<>(files.models);
        for (String each : files.named) {
            files.places(each).stream().filter(Files::isRegularFile).forEach(found::add);
        }
        return List.copyOf(found);
    }

    /** Reads a model or an included file. */
    private void read(Path model) {
        if (!models.add(model)) {
            return;
        }
        add(folders, Objects.requireNonNullElse(model.getParent(), Path.of("")));
        try {
            if (Files.isRegularFile(model) && Files.size(model) <= MAX_BYTES) {
                search(new String(Files.readAllBytes(model), StandardCharsets.UTF_8));
            }
        } catch (IOException _) {
            // Hashing the file reports this error.
        }
    }

    private void search(String text) {
        String element = "";
        Matcher matcher = PART.matcher(text);
        while (matcher.find()) {
            if (matcher.group("element") != null) {
                element = matcher.group("element");
            } else if (matcher.group("name") != null) {
                String value = matcher.group("value") != null ? matcher.group("value") : matcher.group("quoted");
                attribute(element, matcher.group("name"), ENTITY.matcher(value).replaceAll(ModelFiles::letter));
            }
        }
    }

    private static String letter(MatchResult entity) {
        String letter = entity.group("decimal") != null
                ? Character.toString(Integer.parseInt(entity.group("decimal")))
                : entity.group("hex") != null
                        ? Character.toString(Integer.parseInt(entity.group("hex"), 16))
                        : switch (entity.group("name")) {
                            case "amp" -> "&";
                            case "lt" -> "<";
                            case "gt" -> ">";
                            case "quot" -> "\"";
                            default -> "'";
                        };
        return Matcher.quoteReplacement(letter);
    }

    private void attribute(String element, String name, String value) {
        if (name.endsWith("dir")) {
            // meshdir, texturedir, assetdir
            add(assetFolders, value);
        } else if (name.startsWith("file")) {
            // Textures have attributes such as fileright and fileup; URDF has filename.
            boolean isModel = element.equals("include")
                    || element.equals("model")
                    || value.toLowerCase(Locale.ROOT).endsWith(".xml");
            (isModel ? parts : named).add(value);
        }
    }

    private static <T> void add(Set<T> set, T folder) {
        if (set.size() < MAX_FOLDERS) {
            set.add(folder);
        }
    }

    /** Where a file of this name may lie, with any system's separators, or without folders, as with strippath. */
    private Set<Path> places(String name) {
        String there = name.replace('\\', '/');
        Set<Path> places = new LinkedHashSet<>();
        for (String each : List.of(name, there, there.substring(there.lastIndexOf('/') + 1))) {
            for (Path base : folders) {
                for (String assets : assetFolders) {
                    try {
                        places.add(base.resolve(assets.replace('\\', '/'))
                                .resolve(each)
                                .normalize());
                    } catch (InvalidPathException _) {
                        // No file can have this name.
                    }
                }
            }
        }
        return places;
    }
}
