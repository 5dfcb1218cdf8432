package dev.espalier.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The files that a MuJoCo model consists of: itself, what it includes, its meshes, textures and height fields. MuJoCo looks for
 * each relative to one of several folders; a file that lies at any of these places counts, so one more may be watched than is
 * read, but none is missed.
 */
final class ModelFiles {

    private final Path folder;
    private final Set<String> assetFolders = new LinkedHashSet<>(Set.of(""));
    private final Set<Path> models = new LinkedHashSet<>();
    private final Set<Named> named = new LinkedHashSet<>();

    /** The name of a file, and the folder of the model that has it. */
    private record Named(Path folder, String name) {}

    private ModelFiles(Path model) {
        folder = folderOf(model);
    }

    /** All files of a model that are there, relative as the model's own path is. */
    static List<Path> of(Path model) {
        var files = new ModelFiles(model);
        files.read(model.normalize());
        Set<Path> found = new LinkedHashSet<>(files.models);
        for (Named each : files.named) {
            files.places(each).stream().filter(Files::isRegularFile).forEach(found::add);
        }
        return List.copyOf(found);
    }

    private void read(Path model) {
        if (!Files.isRegularFile(model) || !models.add(model)) {
            return;
        }
        Set<Named> own = new LinkedHashSet<>();
        try (InputStream in = Files.newInputStream(model)) {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT) {
                    for (int i = 0; i < reader.getAttributeCount(); i++) {
                        attribute(model, reader.getAttributeLocalName(i), reader.getAttributeValue(i), own);
                    }
                }
            }
        } catch (IOException | XMLStreamException _) {
            // MuJoCo is more lenient, or will say what is wrong; the file itself is watched.
        }
        named.addAll(own);
        for (Named each : own) {
            if (each.name().toLowerCase(Locale.ROOT).endsWith(".xml")) {
                places(each).forEach(this::read);
            }
        }
    }

    private void attribute(Path model, String name, String value, Set<Named> own) {
        switch (name) {
            case "meshdir", "texturedir", "assetdir" -> assetFolders.add(value);
            default -> {
                // Of textures fileright, fileup and so on; of URDF filename.
                if (name.startsWith("file")) {
                    own.add(new Named(folderOf(model), value));
                }
            }
        }
    }

    private Set<Path> places(Named file) {
        Set<Path> places = new LinkedHashSet<>();
        for (Path base : List.of(folder, file.folder())) {
            for (String assets : assetFolders) {
                try {
                    places.add(base.resolve(assets).resolve(file.name()).normalize());
                } catch (InvalidPathException _) {
                    // No file can have this name.
                }
            }
        }
        return places;
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNullElse(file.getParent(), Path.of(""));
    }
}
