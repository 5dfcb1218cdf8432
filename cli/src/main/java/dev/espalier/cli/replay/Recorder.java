package dev.espalier.cli.replay;

import dev.espalier.cli.replay.Recording.End;
import dev.espalier.env.MujocoEnvironment;
import dev.espalier.env.Scene;
import dev.espalier.env.SimulationException;
import dev.espalier.env.Step;
import dev.espalier.mujoco.Geom;
import dev.espalier.policy.Controller;
import java.util.ArrayList;
import java.util.List;

/** Records an episode. */
final class Recorder {

    private Recorder() {}

    /**
     * Runs an episode from the start state of a seed.
     *
     * @param steps maximum number of steps
     * @throws ReplayException if the simulator rejects the start state
     */
    static Recording record(MujocoEnvironment environment, Controller controller, long seed, int steps) {
        List<Scene.Pose> poses = new ArrayList<>();
        List<Double> rewards = new ArrayList<>();
        List<double[]> actions = new ArrayList<>();
        End end = End.CUT;
        try (Scene scene = environment.scene()) {
            try {
                double[] observation = environment.reset(seed);
                poses.add(scene.pose());
                while (end == End.CUT && rewards.size() < steps) {
                    double[] action = new double[environment.actionSpace().size()];
                    controller.act(observation, action);
                    Step step = environment.step(action);
                    observation = step.observation();
                    poses.add(scene.pose());
                    rewards.add(step.reward());
                    actions.add(action);
                    end = step.terminated() ? End.TERMINATED : step.truncated() ? End.TRUNCATED : End.CUT;
                }
            } catch (SimulationException e) {
                end = End.BROKEN;
                if (poses.isEmpty()) {
                    throw new ReplayException(
                            "the simulator does not take the start state: " + e.getMessage()
                                    + "; give another --seed, or mend the task's start state",
                            e);
                }
            }
            List<Geom> geoms = Simplifier.simplify(scene.geoms());
            List<String> departures = new ArrayList<>(scene.departures());
            departures.addAll(Simplifier.departures(scene.geoms(), geoms));
            return new Recording(
                    geoms,
                    departures,
                    environment.secondsPerStep(),
                    poses,
                    rewards,
                    actions,
                    environment.actionSpace().low(),
                    environment.actionSpace().high(),
                    end);
        }
    }
}
