package dev.espalier.cli.replay;

import dev.espalier.env.Scene.Pose;
import dev.espalier.mujoco.Geom;
import java.util.List;

/**
 * One recorded episode.
 *
 * @param geoms visible geoms, with simplified meshes
 * @param departures differences between the drawing and the model, as texts
 * @param secondsPerStep simulated time per step
 * @param poses poses of the geoms: first in the start state, then after each step
 * @param rewards reward of each step
 * @param actions action of each step, {@code [action size]}
 * @param low minimum of each entry of an action
 * @param high maximum of each entry of an action
 * @param end reason of the end
 */
record Recording(
        List<Geom> geoms,
        List<String> departures,
        double secondsPerStep,
        List<Pose> poses,
        List<Double> rewards,
        List<double[]> actions,
        double[] low,
        double[] high,
        End end) {

    enum End {
        TERMINATED("ended by the rules of the task"),
        TRUNCATED("ended by the time limit"),
        CUT("cut short as asked"),
        BROKEN("ended because the simulation broke down");

        private final String words;

        End(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    Recording {
        geoms = List.copyOf(geoms);
        departures = List.copyOf(departures);
        poses = List.copyOf(poses);
        rewards = List.copyOf(rewards);
        actions = List.copyOf(actions);
    }

    int length() {
        return rewards.size();
    }

    /** Undiscounted return, summed in order. */
    double sum() {
        double sum = 0;
        for (double reward : rewards) {
            sum += reward;
        }
        return sum;
    }
}
