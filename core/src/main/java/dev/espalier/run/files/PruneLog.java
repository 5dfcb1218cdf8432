package dev.espalier.run.files;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.prune.PruneEvent;
import dev.espalier.store.JsonLinesLog;
import java.util.List;
import java.util.Locale;

/** {@code prune_events.jsonl}: which units were removed, when, and with which usefulness and cost. */
public final class PruneLog {

    private PruneLog() {}

    /** Records events; {@code after} are the parameters after all of them. */
    public static void append(JsonLinesLog log, long step, List<PruneEvent> events, ParameterCount after) {
        for (PruneEvent event : events) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("event", event.kind().name().toLowerCase(Locale.ROOT));
            node.put("network", event.layer().network());
            node.put("layer", event.layer().index());
            event.units().forEach(node.putArray("units")::add);
            event.usefulness().forEach(node.putArray("usefulness")::add);
            node.put("cost", event.price());
            event.theta().forEach(node.putArray("theta")::add);
            node.put("units_left", event.unitsLeft());
            node.put("deployed", after.deployed());
            node.put("trained", after.trained());
            log.append(step, node);
        }
    }
}
