package dev.espalier.run.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.espalier.store.JsonFields;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricMeansTest {

    private final MetricMeans means = new MetricMeans();

    /** Like a policy's loss when the policy learns at every other update. */
    @Test
    void whatNotEveryUpdateReturnsIsTheMeanOfThoseThatDid() {
        means.add(Map.of("a", 1.0));
        means.add(Map.of("a", 2.0, "b", 10.0));
        means.add(Map.of("a", 6.0));

        assertThat(means.values()).containsOnly(Map.entry("a", 3.0), Map.entry("b", 10.0));
        means.clear();
        means.add(Map.of("a", 5.0));
        assertThat(means.values()).containsOnly(Map.entry("a", 5.0));
    }

    @Test
    void anyNumberIsStoredAndReadBack() {
        means.add(Map.of("a", 0.1, "b", Double.NaN, "c", Double.POSITIVE_INFINITY));
        var node = JsonNodeFactory.instance.objectNode();
        means.save(node);
        var read = new MetricMeans();
        read.load(JsonFields.stored("a test", node));

        assertThat(read.values()).isEqualTo(means.values());
    }
}
