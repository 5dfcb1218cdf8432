package dev.espalier.run;

import dev.espalier.nn.DivergenceException;
import dev.espalier.store.ArrayData;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keeps an agent out of checkpoints whose last update went wrong. The losses are looked at before each update, so what
 * the very last one did to the weights and the optimisers has not been seen by anyone yet.
 */
final class FiniteWeights {

    private static final ValueLayout.OfFloat ENTRY =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final Pattern WHAT_BELONGS_TO_A_NETWORK = Pattern.compile("^(adam|gates)\\.");

    private FiniteWeights() {}

    /**
     * Looks through a whole agent.
     *
     * @param agent arrays of type F32 by name; a name begins with that of its network, after {@code adam.} or
     *     {@code gates.} if it is part of an optimiser or of the gates
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
