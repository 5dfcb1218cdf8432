package dev.espalier.run.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.prune.LayerTheta;
import dev.espalier.store.JsonLinesLog;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * {@code theta_history.jsonl}: theta of every unit at every evaluation, while there are gates:
 *
 * <pre>{@code
 * {"step":10000,"layers":{"phi_o/0":{"units":[0,3],"theta":[0.931,0.02]},...}}
 * }</pre>
 */
public final class ThetaHistory {

    /** Three decimals are enough for figures, and halve the file. */
    private static final int DECIMALS = 3;

    private ThetaHistory() {}

    /** Records theta of all layers; writes nothing if there are none. */
    public static void append(JsonLinesLog log, long step, List<LayerTheta> layers) {
        if (layers.isEmpty()) {
            return;
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ObjectNode all = node.putObject("layers");
        for (LayerTheta layer : layers) {
            ObjectNode entry = all.putObject(layer.layer().toString());
            layer.units().forEach(entry.putArray("units")::add);
            ArrayNode theta = entry.putArray("theta");
            layer.theta().forEach(value -> theta.add(rounded(value)));
        }
        log.append(step, node);
    }

    private static BigDecimal rounded(float value) {
        BigDecimal rounded = BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
