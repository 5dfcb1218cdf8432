package dev.espalier.env;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.MjData;
import dev.espalier.mujoco.MjModel;
import dev.espalier.mujoco.UnstableSimulationException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The common part of all MuJoCo tasks: model, physics, life cycle of an episode, time limit and saved state. Subclasses
 * add the start state ({@link #drawStart}), the observation ({@link #observe}) and the rules ({@link #advance}).
 *
 * <p>A step applies the action for a fixed number of physics steps, the frame skip. Calls to MuJoCo are in Gymnasium's
 * order, so equal start states and actions give bit-equal episodes.
 */
public abstract class MujocoEnvironment implements Environment {

    /** The state of an episode; {@code LOST} if the simulator discarded it. */
    enum Phase {
        NEW,
        RUNNING,
        ENDED,
        LOST
    }

    /** A task's result of one step; the observation and the time limit are added by this class. */
    public record Outcome(double reward, boolean terminated, Map<String, Double> info) {}

    protected final MjModel model;
    protected final MjData data;

    /** Seconds between actions. */
    protected final double dt;

    private final EnvironmentSpec spec;
    private final int frameSkip;
    private final BoxSpace observationSpace;
    private final BoxSpace actionSpace;
    private Phase phase = Phase.NEW;
    private int elapsedSteps;

    /**
     * Creates a task with a packed model.
     *
     * @param spec description of the task
     * @param modelFile name of one of Gymnasium's models
     * @param frameSkip physics steps per environment step
     */
    protected MujocoEnvironment(EnvironmentSpec spec, String modelFile, int frameSkip) {
        this(spec, MjModel.packed(modelFile), frameSkip);
    }

    /**
     * Creates a task with any model.
     *
     * @param model closed with the environment
     * @throws BadEnvironmentException if there is no actuator, or one without a range of controls
     */
    protected MujocoEnvironment(EnvironmentSpec spec, MjModel model, int frameSkip) {
        this.spec = spec;
        this.frameSkip = frameSkip;
        this.model = model;
        actionSpace = ControlRange.of(spec.id(), model);
        observationSpace = BoxSpace.unbounded(spec.observationSize());
        data = model.newData();
        dt = model.timestep() * frameSkip;
    }

    /** The start keyframe's name, or its index if no keyframe has that name; null for the model's start state. */
    protected @Nullable String startKeyframe() {
        return null;
    }

    /**
     * Adds the task's noise to the start state, {@code qpos [nq]} and {@code qvel [nv]}. Other parts of the start
     * state, such as mocap bodies, are set in {@link #data}.
     */
    protected abstract void drawStart(StartNoise noise, double[] qpos, double[] qvel);

    /** Writes the observation of the current state to {@code target}, {@code [observation size]}. */
    protected abstract void observe(double[] target);

    /** Performs one step by {@link #simulate} and computes its reward and end. */
    protected abstract Outcome advance(double[] action);

    @Override
    public final String id() {
        return spec.id();
    }

    /** The description of the task. */
    public final EnvironmentSpec spec() {
        return spec;
    }

    @Override
    public final BoxSpace observationSpace() {
        return observationSpace;
    }

    @Override
    public final BoxSpace actionSpace() {
        return actionSpace;
    }

    /** Seconds of simulated time between actions. */
    public final double secondsPerStep() {
        return dt;
    }

    /** A view of this environment; close it before the environment. */
    public final Scene scene() {
        return new Scene(model, data);
    }

    @Override
    public final double[] reset(long seed) {
        resetData();
        double[] qpos = data.get(DataField.QPOS);
        double[] qvel = data.get(DataField.QVEL);
        drawStart(new StartNoise(seed), qpos, qvel);
        return start(qpos, qvel);
    }

    private void resetData() {
        String keyframe = startKeyframe();
        if (keyframe == null) {
            data.reset();
        } else {
            data.resetTo(model.keyframe(keyframe));
        }
    }

    /**
     * Starts a new episode from given positions and velocities, without {@link #drawStart}. Everything else, such as
     * activations and mocap bodies, is as in the start keyframe or in the model.
     *
     * @param qpos {@code [nq]}, positions in the order of the model's joints
     * @param qvel {@code [nv]}, velocities in the same order
     * @return the first observation
     * @throws IllegalArgumentException if a length is wrong or an entry is not finite
     */
    public final double[] resetTo(double[] qpos, double[] qvel) {
        requireFinite("qpos", qpos, model.nq());
        requireFinite("qvel", qvel, model.nv());
        resetData();
        return start(qpos, qvel);
    }

    private double[] start(double[] qpos, double[] qvel) {
        requireFinite("qpos", qpos, model.nq());
        requireFinite("qvel", qvel, model.nv());
        data.set(DataField.QPOS, qpos);
        data.set(DataField.QVEL, qvel);
        data.forward();
        phase = Phase.RUNNING;
        elapsedSteps = 0;
        return observation();
    }

    @Override
    public final Step step(double[] action) {
        if (phase == Phase.ENDED) {
            throw new IllegalStateException(spec.id() + ": the episode is over; call reset before the next step");
        }
        return stepPastEnd(action);
    }

    /** Like {@link #step}, but continues after the end of an episode, as Gymnasium does, to compare trajectories. */
    public final Step stepPastEnd(double[] action) {
        if (phase == Phase.NEW || phase == Phase.LOST) {
            throw new IllegalStateException(spec.id() + ": no episode is running; call reset first");
        }
        requireFinite("action", action, actionSpace.size());
        Outcome outcome = advance(action);
        elapsedSteps++;
        boolean truncated = elapsedSteps >= spec.maxEpisodeSteps();
        var step = new Step(observation(), outcome.reward(), outcome.terminated(), truncated, outcome.info());
        phase = phase == Phase.ENDED || step.done() ? Phase.ENDED : Phase.RUNNING;
        return step;
    }

    /** Applies {@code action} for the task's number of physics steps. */
    protected final void simulate(double[] action) {
        data.set(DataField.CTRL, action);
        try {
            data.step(frameSkip);
        } catch (UnstableSimulationException e) {
            phase = Phase.LOST;
            throw new SimulationException(
                    String.format(
                            Locale.ROOT,
                            "%s: the physics broke down in step %d of the episode, which is lost; call reset to go on (%s)",
                            spec.id(),
                            elapsedSteps + 1,
                            e.getMessage()),
                    e);
        }
    }

    /** Position of body {@code a} minus that of body {@code b}, {@code [3]}, metres. */
    protected final double[] bodyDifference(int a, int b) {
        double[] difference = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            difference[axis] = data.get(DataField.XPOS, 3 * a + axis) - data.get(DataField.XPOS, 3 * b + axis);
        }
        return difference;
    }

    @Override
    public final byte[] saveState() {
        if (phase == Phase.NEW || phase == Phase.LOST) {
            throw new IllegalStateException(spec.id() + ": no episode is running, so there is no state to save");
        }
        return EpisodeState.of(spec.id(), elapsedSteps, phase == Phase.ENDED, data)
                .toBytes();
    }

    @Override
    public final void restoreState(byte[] state) {
        EpisodeState saved = EpisodeState.fromBytes(state);
        saved.requireFits(spec.id(), data);
        saved.writeTo(data);
        elapsedSteps = saved.elapsedSteps();
        phase = saved.ended() ? Phase.ENDED : Phase.RUNNING;
    }

    @Override
    public final void close() {
        data.close();
        model.close();
    }

    private double[] observation() {
        double[] observation = new double[spec.observationSize()];
        observe(observation);
        return observation;
    }

    private void requireFinite(String name, double[] values, int size) {
        if (values.length != size) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%s: %s has %d entries, expected %d", spec.id(), name, values.length, size));
        }
        for (int i = 0; i < size; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "%s: %s[%d] is %s, expected a finite number", spec.id(), name, i, values[i]));
            }
        }
    }
}
