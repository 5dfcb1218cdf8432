package dev.espalier.cli.card;

import dev.espalier.policy.PolicyBundle;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The files of a card, and a check that only cards are replaced. */
final class CardFolder {

    static final String TEXT = "README.md";
    static final String PICTURE = "curves.png";
    static final String CONFIG = "config.yml";

    private static final Set<String> FILES =
            Set.of(TEXT, PICTURE, CONFIG, PolicyBundle.DESCRIPTION, PolicyBundle.WEIGHTS);

    private CardFolder() {}

    /**
     * Requires an absent or empty folder or an earlier card without other files, as the whole folder is replaced.
     *
     * @throws CardException if it holds anything else
     */
    static void requireReplaceable(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new CardException("--out " + folder + " is a file; name a folder that does not exist");
        }
        List<String> names = names(folder);
        if (names.isEmpty()) {
            return;
        }
        if (!names.contains(TEXT) || !FrontMatter.opens(read(folder.resolve(TEXT)))) {
            throw new CardException("--out " + folder + " exists and holds no card; name a folder that does not exist");
        }
        for (String name : names) {
            if (!FILES.contains(name)) {
                throw new CardException("--out " + folder + " holds " + name
                        + " besides a card, which would be lost; name a folder that does not exist");
            }
        }
    }

    private static List<String> names(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CardException unreadable(Path path, IOException e) {
        return new CardException(
                "--out: " + path + " cannot be read: " + StoreException.reason(e)
                        + "; name a folder that does not exist",
                e);
    }
}
