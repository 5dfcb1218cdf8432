package dev.espalier.cli.replay;

import dev.espalier.env.Scene.Pose;
import dev.espalier.mujoco.Geom;
import java.util.List;

/**
 * One recorded episode, whatever acted in it.
 *
 * @param geoms what can be seen, its meshes simplified
 * @param departures what is drawn otherwise than the model has it, in words
 * @param secondsPerStep of simulated time
 * @param poses where the geoms were: first in the start state, then after each step
 * @param rewards of each step
 * @param actions of each step, each {@code [action size]}
 * @param low least value of each entry of an action
 * @param high greatest value of each entry of an action
 * @param end why it goes no further
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

    /** Why a recording goes no further. */
    enum End {
        TERMINATED("ended by the rules of the task"),
        TRUNCATED("ended by the time limit"),
        CUT("cut short as asked"),
        BROKEN("ended because the simulation broke down");

        private final String words;

        End(String words) {
            this.words = words;
        }

        /** For people. */
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

    /** Steps taken. */
    int length() {
        return rewards.size();
    }

    /** Undiscounted sum of the rewards, added in their order. */
    double sum() {
        double sum = 0;
        for (double reward : rewards) {
            sum += reward;
        }
        return sum;
    }
}
