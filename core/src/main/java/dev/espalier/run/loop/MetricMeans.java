package dev.espalier.run.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.store.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What the updates of the last step that had any returned, on average. Between two such steps rows of the log repeat it, so a
 * checkpoint holds it.
 */
final class MetricMeans {

    private final SequencedMap<String, Double> means = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /** Begins anew. */
    void clear() {
        means.clear();
        counts.clear();
    }

    /** Takes in what an update returned; not every update need return the same. */
    void add(Map<String, Double> metrics) {
        metrics.forEach((name, value) -> {
            int count = counts.merge(name, 1, Integer::sum);
            means.merge(name, value, (mean, next) -> mean + (next - mean) / count);
        });
    }

    /** The means by tag; empty before the first update. */
    SequencedMap<String, Double> values() {
        return new LinkedHashMap<>(means);
    }

    /** As text: JSON has no NaN. */
    void save(ObjectNode node) {
        means.forEach((name, value) -> node.put(name, Double.toString(value)));
    }

    /** @param fields what {@link #save} wrote */
    void load(JsonFields fields) {
        clear();
        fields.node().fieldNames().forEachRemaining(name -> means.put(name, fields.numberInText(name)));
    }
}
