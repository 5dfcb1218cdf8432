package dev.espalier.run;

import dev.espalier.env.BoxSpace;

/** Stretches an agent's action from [-1, 1] to the range of a task, entry by entry. */
final class ActionScaling {

    private final double[] centre;
    private final double[] halfWidth;

    /** @throws IllegalArgumentException if a bound is infinite */
    ActionScaling(BoxSpace space) {
        double[] low = space.low();
        double[] high = space.high();
        centre = new double[space.size()];
        halfWidth = new double[space.size()];
        for (int i = 0; i < space.size(); i++) {
            centre[i] = (low[i] + high[i]) / 2;
            halfWidth[i] = (high[i] - low[i]) / 2;
            if (!Double.isFinite(centre[i])) {
                throw new IllegalArgumentException("action entry " + i + " has the range [" + low[i] + ", " + high[i]
                        + "]; a squashed policy needs finite bounds");
            }
        }
    }

    double[][] toTask(float[][] actions) {
        double[][] scaled = new double[actions.length][];
        for (int i = 0; i < actions.length; i++) {
            scaled[i] = toTask(actions[i]);
        }
        return scaled;
    }

    double[] toTask(float[] action) {
        double[] scaled = new double[action.length];
        for (int i = 0; i < action.length; i++) {
            scaled[i] = centre[i] + halfWidth[i] * action[i];
        }
        return scaled;
    }
}
