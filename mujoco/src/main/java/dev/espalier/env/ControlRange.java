package dev.espalier.env;

import dev.espalier.mujoco.MjModel;
import dev.espalier.mujoco.ModelField;
import dev.espalier.mujoco.ModelIntField;
import dev.espalier.mujoco.ModelObject;
import java.util.Locale;

/** The action space: the ranges of a model's controls, rounded to single precision, as Gymnasium's are. */
final class ControlRange {

    private ControlRange() {}

    /** @throws BadEnvironmentException if there is no actuator, or one has no valid range */
    static BoxSpace of(String id, MjModel model) {
        if (model.nu() == 0) {
            throw new BadEnvironmentException(
                    id
                            + ": the model has no actuators, whose controls are the actions; add <actuator> with a motor or others");
        }
        double[] range = model.get(ModelField.ACTUATOR_CTRLRANGE);
        double[] low = new double[model.nu()];
        double[] high = new double[model.nu()];
        for (int i = 0; i < low.length; i++) {
            low[i] = (float) range[2 * i];
            high[i] = (float) range[2 * i + 1];
            if (!(range[2 * i] < range[2 * i + 1])) {
                throw badRange(id, model, i, "has no range of controls, which are the actions; give it");
            }
            if (!(low[i] < high[i]) || Float.isInfinite((float) (high[i] - low[i]))) {
                throw badRange(
                        id,
                        model,
                        i,
                        "has controls from %s to %s, which in single precision, as actions have it, are no range; give it"
                                .formatted(range[2 * i], range[2 * i + 1]));
            }
        }
        return new BoxSpace(low, high);
    }

    private static BadEnvironmentException badRange(String id, MjModel model, int control, String problem) {
        int[] first = model.get(ModelIntField.ACTUATOR_CTRLADR);
        int actuator = 0;
        for (int i = 0; i < first.length; i++) {
            actuator = first[i] >= 0 && first[i] <= control ? i : actuator;
        }
        String name = model.name(ModelObject.ACTUATOR, actuator);
        return new BadEnvironmentException(String.format(
                Locale.ROOT,
                "%s: actuator %s %s ctrlrange=\"%s\", or whatever its least and greatest control are",
                id,
                name.isEmpty() ? actuator + " (counted from 0, without a name)" : name,
                problem,
                model.isMuscle(actuator) ? "0 1" : "-1 1"));
    }
}
