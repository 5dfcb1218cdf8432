package dev.espalier.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SequencedMap;

/** Checkpoints whose content is determined by their step. */
final class TestCheckpoints {

    private TestCheckpoints() {}

    /** @param replayBytes size of the array in replay.safetensors */
    static Checkpoint at(long step, int replayBytes) {
        Random random = new Random(step);
        byte[] replay = new byte[replayBytes];
        random.nextBytes(replay);
        SequencedMap<String, SequencedMap<String, ArrayData>> tensors = new LinkedHashMap<>();
        SequencedMap<String, ArrayData> agent = new LinkedHashMap<>();
        agent.put("policy.0.weight", TestArrays.floats(new long[] {2, 2}, random.nextFloat(), 1, Float.NaN, -0f));
        agent.put("log_alpha", TestArrays.doubles(new long[0], random.nextDouble()));
        tensors.put("agent", agent);
        SequencedMap<String, ArrayData> transitions = new LinkedHashMap<>();
        transitions.put(
                "bytes", new ArrayData(ArrayData.Type.U8, new long[] {replayBytes}, MemorySegment.ofArray(replay)));
        tensors.put("replay", transitions);
        var state = JsonNodeFactory.instance
                .objectNode()
                .put("updates", step * 2)
                .put("return", random.nextGaussian())
                .put("lastReturn", "NaN")
                .put("environment", new byte[] {1, 2, (byte) step});
        return new Checkpoint(step, tensors, state, step / 3.0);
    }
}
