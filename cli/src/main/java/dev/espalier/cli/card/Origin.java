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
 * How a run was produced, from {@code metadata.json}. A resumed run may have several versions and machines.
 *
 * @param versions distinct versions of Espalier
 * @param commits distinct commits
 * @param machines distinct machines, as texts
 * @param started time of the first start
 */
record Origin(List<String> versions, List<String> commits, List<String> machines, String started) {

    private static final JsonMapper JSON = new JsonMapper();

    Origin {
        versions = List.copyOf(versions);
        commits = List.copyOf(commits);
        machines = List.copyOf(machines);
    }

    /** @throws CardException if the file cannot be read or is incomplete */
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
                String cpu = text(metadata, session, "/machine/cpu");
                String processors = text(metadata, session, "/machine/processors");
                machines.add(cpu + ", " + processors + " processors, " + text(metadata, session, "/machine/os"));
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
