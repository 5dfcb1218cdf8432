package dev.espalier.run.files;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.store.AtomicFiles;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * {@code inputs.json}: how strongly the policy depends on each entry of an observation, {@code
 * {"step":10000,"inputs":[0.8,0,...]}}. The number is the Euclidean norm of all weights that read the entry directly,
 * in any layer, after folding; with normalisation, the normalised entry. 0 means that the entry is unused.
 */
public final class InputsFile {

    private InputsFile() {}

    public static void write(Path file, long step, PolicyNetwork policy) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("step", step);
        Arrays.stream(weights(policy)).forEach(node.putArray("inputs")::add);
        AtomicFiles.writeString(file, node + "\n");
    }

    /** The norm for each entry, {@code [n_s]}. */
    static double[] weights(PolicyNetwork policy) {
        double[] squares = new double[policy.inputs()];
        for (Layer layer : policy.layers()) {
            // A layer that hands on its input puts its own units first, so the observation is always at the end.
            int before = layer.inputs() - squares.length;
            for (int output = 0; output < layer.outputs(); output++) {
                for (int entry = 0; entry < squares.length; entry++) {
                    float weight = layer.weights()[output * layer.inputs() + before + entry];
                    squares[entry] += (double) weight * weight;
                }
            }
            if (!layer.handsOn()) {
                break;
            }
        }
        for (int entry = 0; entry < squares.length; entry++) {
            squares[entry] = Math.sqrt(squares[entry]);
        }
        return squares;
    }
}
