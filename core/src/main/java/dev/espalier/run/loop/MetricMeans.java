package dev.espalier.run.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.store.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Mean metrics of the updates in the last step with updates. Later log rows repeat them, so a checkpoint has them. */
final class MetricMeans {

    private final SequencedMap<String, Double> means = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    void clear() {
        means.clear();
        counts.clear();
    }

    /** Adds the metrics of an update; updates may have different metrics. */
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

    /** Saves the means as text, as JSON has no NaN. */
    void save(ObjectNode node) {
        means.forEach((name, value) -> node.put(name, Double.toString(value)));
    }

    /** @param fields what {@link #save} wrote */
    void load(JsonFields fields) {
        clear();
        fields.node().fieldNames().forEachRemaining(name -> means.put(name, fields.numberInText(name)));
    }
}
