package dev.espalier.env;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.ModelField;

/**
 * A two-legged figure that lies on its back stands up.
 *
 * <table>
 * <caption>Contract of HumanoidStandup-v5</caption>
 * <tr><td>action</td><td>17 torques in [-0.4, 0.4]</td></tr>
 * <tr><td>observation</td><td>348, see {@link HumanoidTask}</td></tr>
 * <tr><td>reward</td><td>{@code z / 0.003 - 0.1 |a|^2 - min(10, 5e-7 |cfrc_ext|^2) + 1}</td></tr>
 * <tr><td>terminates</td><td>never</td></tr>
 * <tr><td>start</td><td>qpos + U(-0.01, 0.01), then qvel + U(-0.01, 0.01)</td></tr>
 * <tr><td>time</td><td>5 physics steps of 0.003 s; truncated after 1000 steps</td></tr>
 * </table>
 */
final class HumanoidStandup extends HumanoidTask {

    private static final double CONTROL_COST = 0.1;

    private final double startHeight;

    HumanoidStandup(EnvironmentSpec spec) {
        super(spec, "humanoidstandup.xml");
        startHeight = model.get(ModelField.QPOS0)[2];
    }

    @Override
    protected Outcome advance(double[] action) {
        simulate(action);
        double z = data.get(DataField.QPOS, 2);
        double height = z / model.timestep();
        double control = CONTROL_COST * Numpy.sumOfSquares(action);
        double impact = contactCost();
        var info = new StepInfo()
                .put("x_position", data.get(DataField.QPOS, 0))
                .put("y_position", data.get(DataField.QPOS, 1))
                .put("z_distance_from_origin", z - startHeight)
                .put("reward_linup", height)
                .put("reward_quadctrl", -control)
                .put("reward_impact", -impact);
        return new Outcome(height - control - impact + 1, false, info.build());
    }
}
