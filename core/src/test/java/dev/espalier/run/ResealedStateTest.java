package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.config.RunConfig;
import dev.espalier.run.files.RunDirectory;
import dev.espalier.run.loop.RunListener;
import dev.espalier.run.loop.Workshop;
import dev.espalier.store.Checkpoint;
import dev.espalier.store.CheckpointStore;
import dev.espalier.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint with changed counters and matching checksums: invalid values are named; nothing else is thrown. */
class ResealedStateTest {

    /** Values of other types. */
    private static final List<String> OTHERS = List.of(
            "null",
            "true",
            "\"x\"",
            "\"\"",
            "-1",
            "0",
            "1.5",
            "1e308",
            "9223372036854775807",
            "18446744073709551616",
            "[]",
            "{}",
            "[null]",
            "[-1]",
            "{\"a\": 1}",
            "\"AAAA\"");

    private static final int CHANGES = 300;

    @TempDir
    private Path folder;

    @Test
    void whateverStandsThereIsReadOrRefused() throws IOException {
        Path run = TestRuns.interrupted(folder.resolve("run"), 60);
        RunDirectory directory = RunDirectory.open(run);
        RunConfig config = TestRuns.config();
        Checkpoint sound = Session.checkpoints(directory, config).latest(message -> {});
        var random = new SplittableRandom(1);
        int refused = 0;
        try (Workshop workshop = Workshop.build(config, RunListener.NOBODY)) {
            for (int i = 0; i < CHANGES; i++) {
                ObjectNode state = sound.state().deepCopy();
                String change = change(state, random);
                var store = new CheckpointStore(folder.resolve("resealed"), 1);
                store.save(new Checkpoint(sound.step(), sound.tensors(), state, 1));
                try {
                    Checkpoint read = store.latest(message -> {});
                    RunState.restore(read, directory, workshop);
                    RunState.best(read);
                    RunState.logs(read);
                } catch (StoreException e) {
                    refused++;
                } catch (RuntimeException e) {
                    throw new AssertionError(change, e);
                }
            }
        }
        assertThat(refused).isBetween(CHANGES / 2, CHANGES);
    }

    /** Replaces or removes one value; returns which. */
    private static String change(ObjectNode state, SplittableRandom random) throws IOException {
        List<JsonNode> parents = new ArrayList<>();
        collect(state, parents);
        JsonNode parent = parents.get(random.nextInt(parents.size()));
        String other = OTHERS.get(random.nextInt(OTHERS.size()));
        JsonNode value = new ObjectMapper().readTree(other);
        int at = random.nextInt(parent.size());
        if (parent instanceof ObjectNode object) {
            String name = List.copyOf(object.properties()).get(at).getKey();
            if (random.nextInt(OTHERS.size()) == 0) {
                object.remove(name);
                return name + " removed";
            }
            object.set(name, value);
            return name + ": " + other;
        }
        ((ArrayNode) parent).set(at, value);
        return "[" + at + "]: " + other;
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode() && !node.isEmpty()) {
            parents.add(node);
        }
        node.forEach(child -> collect(child, parents));
    }
}
