package dev.espalier.export;

import dev.espalier.policy.Normalisation;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyNetwork.Layer;
import java.util.List;

/** Runs a policy in double precision, simply and slowly, as a reference for errors of single precision. */
final class DoublePrecision {

    private DoublePrecision() {}

    /**
     * Computes an action.
     *
     * @param observation {@code [observation size]}
     * @param action receives the action in the task's range, {@code [action size]}
     */
    static void act(Policy policy, double[] observation, double[] action) {
        double[] read = new double[observation.length];
        for (int i = 0; i < read.length; i++) {
            read[i] = (float) observation[i];
        }
        Normalisation normalisation = policy.network().normalisation();
        if (normalisation != null) {
            for (int i = 0; i < read.length; i++) {
                double normal =
                        (read[i] - normalisation.mean()[i]) / normalisation.deviation()[i];
                read[i] = Math.clamp(normal, -normalisation.limit(), normalisation.limit());
            }
        }
        List<Layer> layers = policy.network().layers();
        for (Layer layer : layers) {
            read = forward(layer, read);
        }
        double[] low = policy.range().low();
        double[] high = policy.range().high();
        for (int i = 0; i < action.length; i++) {
            action[i] = (low[i] + high[i]) / 2 + (high[i] - low[i]) / 2 * Math.tanh(read[i]);
        }
    }

    private static double[] forward(Layer layer, double[] read) {
        double[] found = new double[layer.outputs() + (layer.handsOn() ? read.length : 0)];
        for (int output = 0; output < layer.outputs(); output++) {
            double sum = layer.bias()[output];
            for (int input = 0; input < read.length; input++) {
                sum += layer.weights()[output * read.length + input] * read[input];
            }
            found[output] = switch (layer.activation()) {
                case NONE -> sum;
                case RELU -> Math.max(0, sum);
                case SWISH -> sum / (1 + Math.exp(-sum));
            };
        }
        if (layer.handsOn()) {
            System.arraycopy(read, 0, found, layer.outputs(), read.length);
        }
        return found;
    }
}
