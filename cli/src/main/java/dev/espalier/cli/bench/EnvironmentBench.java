package dev.espalier.cli.bench;

import dev.espalier.cli.console.InputException;
import dev.espalier.cli.console.Statistics;
import dev.espalier.env.Environments;
import dev.espalier.env.MujocoEnvironment;
import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.MjData;
import dev.espalier.mujoco.MjModel;
import dev.espalier.mujoco.ModelField;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Measures the overhead of a task: the same actions through the environment and through MuJoCo's step alone. */
final class EnvironmentBench {

    private static final long SEED = 1;

    /** The physics of a task that can be measured; the first {@code hidden} positions are not observed. */
    private record Physics(String env, String modelFile, int frameSkip, int hidden) {}

    private static final List<Physics> KNOWN = List.of(
            new Physics("HalfCheetah-v5", "half_cheetah.xml", 5, 1),
            new Physics("Hopper-v5", "hopper.xml", 4, 1),
            new Physics("Ant-v5", "ant.xml", 5, 2),
            new Physics("Humanoid-v5", "humanoid.xml", 5, 2));

    private EnvironmentBench() {}

    /** Medians over the rounds; {@code ratio} is environment steps per second over bare steps per second. */
    record Result(String env, double environmentStepsPerSecond, double bareStepsPerSecond, double ratio) {}

    /** The ids of the tasks that can be measured, for the help text. */
    static final class Ids implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return KNOWN.stream().map(Physics::env).iterator();
        }
    }

    /**
     * Measures both in turns, so that a slow moment of the machine affects both.
     *
     * @throws InputException if the task is not one of {@link Ids} or a number is too small
     */
    static Result run(String env, int steps, int rounds) {
        Physics physics = KNOWN.stream()
                .filter(known -> known.env().equals(env))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "--env: '" + env + "' cannot be measured; choose one of " + String.join(", ", new Ids())));
        if (steps < 1 || rounds < 1) {
            throw new InputException("--steps and --rounds must be at least 1");
        }
        double[] whole = new double[rounds];
        double[] bare = new double[rounds];
        double[] ratio = new double[rounds];
        try (MujocoEnvironment environment = Environments.makeMujoco(env);
                MjModel model = MjModel.packed(physics.modelFile());
                MjData data = model.newData()) {
            double[] qpos = model.get(ModelField.QPOS0);
            double[] qvel = new double[data.length(DataField.QVEL)];
            double[][] actions = actions(environment, steps);
            stepEnvironment(environment, qpos, qvel, actions);
            stepBare(physics, data, qpos, qvel, actions);
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                double[] observation = stepEnvironment(environment, qpos, qvel, actions);
                long middle = System.nanoTime();
                stepBare(physics, data, qpos, qvel, actions);
                long end = System.nanoTime();
                requireSameState(physics, observation, data);
                whole[round] = steps * 1e9 / (middle - start);
                bare[round] = steps * 1e9 / (end - middle);
                ratio[round] = whole[round] / bare[round];
            }
        }
        return new Result(env, Statistics.median(whole), Statistics.median(bare), Statistics.median(ratio));
    }

    private static double[][] actions(MujocoEnvironment environment, int steps) {
        var random = new Random(SEED);
        double[] low = environment.actionSpace().low();
        double[] high = environment.actionSpace().high();
        double[][] actions = new double[steps][low.length];
        for (double[] action : actions) {
            for (int i = 0; i < action.length; i++) {
                action[i] = random.nextDouble(low[i], high[i]);
            }
        }
        return actions;
    }

    private static double[] stepEnvironment(
            MujocoEnvironment environment, double[] qpos, double[] qvel, double[][] actions) {
        double[] observation = environment.resetTo(qpos, qvel);
        for (double[] action : actions) {
            observation = environment.stepPastEnd(action).observation();
        }
        return observation;
    }

    private static void stepBare(Physics physics, MjData data, double[] qpos, double[] qvel, double[][] actions) {
        data.reset();
        data.set(DataField.QPOS, qpos);
        data.set(DataField.QVEL, qvel);
        data.forward();
        for (double[] action : actions) {
            data.set(DataField.CTRL, action);
            data.step(physics.frameSkip());
        }
    }

    /** If both loops do not end in the same state, they did not do the same work. */
    private static void requireSameState(Physics physics, double[] observation, MjData data) {
        double position = data.get(DataField.QPOS, physics.hidden());
        if (observation[0] != position) {
            throw new IllegalStateException(
                    "the environment ended in " + observation[0] + ", the bare physics in " + position);
        }
    }
}
