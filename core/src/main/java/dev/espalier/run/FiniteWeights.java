package dev.espalier.run;

import dev.espalier.nn.DivergenceException;
import dev.espalier.store.ArrayData;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keeps non-finite weights out of checkpoints. Losses are checked before each update, so what the last update did to
 * weights and optimiser states is still unchecked when a checkpoint is due.
 */
final class FiniteWeights {

    private static final ValueLayout.OfFloat ENTRY =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final Pattern WHAT_BELONGS_TO_A_NETWORK = Pattern.compile("^(adam|gates)\\.");

    private FiniteWeights() {}

    /**
     * Checks all arrays of an agent, of type F32. A name begins with its network's name, after {@code adam.} or {@code
     * gates.} if it belongs to an optimiser or to gates.
     *
     * @throws DivergenceException if a number is not finite
     */
    static void require(Map<String, ArrayData> agent) {
        agent.forEach((name, data) -> {
            for (long offset = 0; offset < data.bytes().byteSize(); offset += Float.BYTES) {
                float value = data.bytes().get(ENTRY, offset);
                if (!Float.isFinite(value)) {
                    throw new DivergenceException(network(name), "entry " + name, value);
                }
            }
        });
    }

    private static String network(String name) {
        String owner = WHAT_BELONGS_TO_A_NETWORK.matcher(name).replaceFirst("");
        int dot = owner.indexOf('.');
        return dot < 0 ? owner : owner.substring(0, dot);
    }
}
