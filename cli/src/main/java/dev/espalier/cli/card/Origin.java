package dev.espalier.cli.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code metadata.json} tells of how a run came about. A run that was resumed may have seen several versions and
 * machines.
 *
 * @param versions of Espalier, each once
 * @param commits each once
 * @param machines each once, in words
 * @param started when it was started first
 */
record Origin(List<String> versions, List<String> commits, List<String> machines, String started) {

    private static final JsonMapper JSON = new JsonMapper();

    Origin {
        versions = List.copyOf(versions);
        commits = List.copyOf(commits);
        machines = List.copyOf(machines);
    }

    /** @throws CardException if the file cannot be read or lacks something */
    static Origin read(Path metadata) {
        try {
            JsonNode root = JSON.readTree(metadata.toFile());
            List<JsonNode> sessions = new ArrayList<>(List.of(root));
            root.path("resumes").forEach(sessions::add);
            Set<String> versions = new LinkedHashSet<>();
            Set<String> commits = new LinkedHashSet<>();
            Set<String> machines = new LinkedHashSet<>();
            for (JsonNode session : sessions) {
                versions.add(text(metadata, session, "/version"));
                commits.add(text(metadata, session, "/commit"));
                machines.add("%s, %s processors, %s"
                        .formatted(
                                text(metadata, session, "/machine/cpu"),
                                text(metadata, session, "/machine/processors"),
                                text(metadata, session, "/machine/os")));
            }
            return new Origin(
                    List.copyOf(versions),
                    List.copyOf(commits),
                    List.copyOf(machines),
                    text(metadata, root, "/started"));
        } catch (IOException e) {
            throw new CardException(
                    metadata + ": cannot be read: " + StoreException.reason(e) + "; restore the file", e);
        }
    }

    private static String text(Path metadata, JsonNode session, String pointer) {
        String text = session.at(pointer).asText();
        if (text.isEmpty()) {
            throw new CardException("%s: '%s' is missing; restore the file"
                    .formatted(metadata, pointer.substring(1).replace('/', '.')));
        }
        return text;
    }
}
