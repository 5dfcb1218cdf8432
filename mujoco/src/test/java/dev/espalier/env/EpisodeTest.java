package dev.espalier.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.mujoco.DataField;
import dev.espalier.mujoco.UnstableSimulationException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life cycle of an episode: start, steps, end, failure, and restoring it. */
class EpisodeTest {

    private static final double[] NO_FORCE = {0};

    @Test
    void aSeedDecidesTheStart() {
        try (var one = Environments.makeMujoco("Hopper-v5");
                var two = Environments.makeMujoco("Hopper-v5")) {
            double[] first = one.reset(7);
            two.reset(8);
            two.step(new double[] {1, 1, 1});
            assertThat(two.reset(7)).isEqualTo(first);
            assertThat(one.reset(8)).isNotEqualTo(first);
        }
    }

    @Test
    void theCallerOwnsObservations() {
        try (var environment = Environments.makeMujoco("InvertedPendulum-v5")) {
            double[] first = environment.reset(1);
            double[] copy = first.clone();
            double[] second = environment.step(NO_FORCE).observation();
            assertThat(first).isEqualTo(copy).isNotEqualTo(second);
        }
    }

    @Test
    void stepsNeedARunningEpisode() {
        try (var environment = Environments.makeMujoco("InvertedPendulum-v5")) {
            assertThatThrownBy(() -> environment.step(NO_FORCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("InvertedPendulum-v5: no episode is running; call reset first");
            assertThatThrownBy(environment::saveState).isInstanceOf(IllegalStateException.class);

            environment.resetTo(new double[] {0, 0.3}, new double[2]);
            Step last = environment.step(NO_FORCE);
            assertThat(last.terminated()).isTrue();
            assertThat(last.reward()).isZero();
            assertThatThrownBy(() -> environment.step(NO_FORCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("InvertedPendulum-v5: the episode is over; call reset before the next step");
            assertThat(environment.stepPastEnd(NO_FORCE).terminated()).isTrue();
            environment.reset(0);
            assertThat(environment.step(NO_FORCE).done()).isFalse();
        }
    }

    /** Version 2 had no number of arrays, and those up to CFRC_EXT. */
    @Test
    void aStateOfAnEarlierVersionGoesOnTheSame() {
        try (var environment = Environments.makeMujoco("Ant-v5");
                var copy = Environments.makeMujoco("Ant-v5")) {
            environment.reset(3);
            double[] action = new double[8];
            Arrays.fill(action, 0.5);
            environment.step(action);
            ByteBuffer now = ByteBuffer.wrap(environment.saveState());
            ByteBuffer earlier = ByteBuffer.allocate(now.capacity());
            earlier.putLong(now.getLong() - 1);
            byte[] head = new byte[2 + "Ant-v5".length() + 4 + 1];
            now.get(head);
            earlier.put(head);
            copyArray(now, earlier);
            now.getInt();
            for (DataField field : DataField.values()) {
                copyArray(now, earlier);
                if (field == DataField.CFRC_EXT) {
                    break;
                }
            }
            copy.restoreState(Arrays.copyOf(earlier.array(), earlier.position()));

            assertThat(copy.step(action)).usingRecursiveComparison().isEqualTo(environment.step(action));
        }
    }

    private static void copyArray(ByteBuffer from, ByteBuffer to) {
        int length = from.getInt();
        to.putInt(length);
        for (int i = 0; i < length; i++) {
            to.putDouble(from.getDouble());
        }
    }

    @Test
    void wrongActionsAreRefusedAndChangeNothing() {
        try (var environment = Environments.makeMujoco("Hopper-v5")) {
            environment.reset(0);
            byte[] before = environment.saveState();
            assertThatThrownBy(() -> environment.step(new double[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Hopper-v5: action has 2 entries, expected 3");
            assertThatThrownBy(() -> environment.step(new double[] {0, Double.NaN, 0}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Hopper-v5: action[1] is NaN, expected a finite number");
            assertThat(environment.saveState()).isEqualTo(before);
        }
    }

    @Test
    void wrongStartStatesAreRefused() {
        try (var environment = Environments.makeMujoco("Hopper-v5")) {
            assertThatThrownBy(() -> environment.resetTo(new double[5], new double[6]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Hopper-v5: qpos has 5 entries, expected 6");
            assertThatThrownBy(() -> environment.resetTo(new double[6], new double[7]))
                    .hasMessage("Hopper-v5: qvel has 7 entries, expected 6");
            double[] infinite = {0, 0, 0, Double.POSITIVE_INFINITY, 0, 0};
            assertThatThrownBy(() -> environment.resetTo(new double[6], infinite))
                    .hasMessage("Hopper-v5: qvel[3] is Infinity, expected a finite number");
        }
    }

    @Test
    void aBrokenSimulationIsAnErrorOfItsEpisodeOnly() {
        try (var environment = Environments.makeMujoco("InvertedPendulum-v5");
                var untouched = Environments.makeMujoco("InvertedPendulum-v5")) {
            environment.resetTo(new double[2], new double[] {0, 1e15});
            assertThatThrownBy(() -> environment.step(NO_FORCE))
                    .isInstanceOf(SimulationException.class)
                    .hasCauseInstanceOf(UnstableSimulationException.class)
                    .hasMessageStartingWith("InvertedPendulum-v5: the physics broke down in step 1 of the episode");
            assertThatThrownBy(() -> environment.step(NO_FORCE)).isInstanceOf(IllegalStateException.class);

            assertThat(environment.reset(3)).isEqualTo(untouched.reset(3));
            assertThat(environment.step(NO_FORCE)).usingRecursiveComparison().isEqualTo(untouched.step(NO_FORCE));
        }
    }

    static Object[] ids() {
        return Environments.all().stream().map(EnvironmentSpec::id).toArray();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void aSavedEpisodeContinuesBitExactlyElsewhere(String id) {
        var random = new SplittableRandom(5);
        try (var original = Environments.makeMujoco(id);
                var copy = Environments.makeMujoco(id)) {
            original.reset(1);
            copy.reset(2);
            copy.stepPastEnd(randomAction(original, random));
            for (int i = 0; i < 20; i++) {
                original.stepPastEnd(randomAction(original, random));
            }
            byte[] saved = original.saveState();
            copy.restoreState(saved);
            assertThat(copy.saveState()).isEqualTo(saved);
            for (int i = 0; i < 40; i++) {
                double[] action = randomAction(original, random);
                assertThat(copy.stepPastEnd(action))
                        .as("step " + i)
                        .usingRecursiveComparison()
                        .isEqualTo(original.stepPastEnd(action));
            }
            assertThat(copy.saveState()).isEqualTo(original.saveState());
        }
    }

    @Test
    void theTimeLimitAndTheEndAreSavedToo() {
        try (var original = Environments.makeMujoco("Reacher-v5");
                var copy = Environments.makeMujoco("Reacher-v5")) {
            original.reset(0);
            for (int i = 0; i < 49; i++) {
                original.step(new double[2]);
            }
            copy.restoreState(original.saveState());
            assertThat(copy.step(new double[2]).truncated()).isTrue();
            original.restoreState(copy.saveState());
            assertThatThrownBy(() -> original.step(new double[2])).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void foreignStatesAreRefusedAndChangeNothing() {
        try (var environment = Environments.makeMujoco("Hopper-v5");
                var other = Environments.makeMujoco("Hopper-v2")) {
            environment.reset(0);
            other.reset(0);
            byte[] before = environment.saveState();
            assertThatThrownBy(() -> environment.restoreState(other.saveState()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the state is of Hopper-v2, not of Hopper-v5");
            assertThatThrownBy(() -> environment.restoreState(new byte[40]))
                    .hasMessageContaining("not an environment state of this version");
            for (int length = 0; length < before.length; length++) {
                byte[] cut = Arrays.copyOf(before, length);
                assertThatThrownBy(() -> environment.restoreState(cut))
                        .as(length + " of " + before.length + " bytes")
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> environment.restoreState(Arrays.copyOf(before, before.length + 1)))
                    .hasMessage("not an environment state: 1 bytes follow its end");
            assertThat(environment.saveState()).isEqualTo(before);
        }
    }

    @Test
    void contactForcesAreThoseOfTheStepJustDone() {
        try (var ant = Environments.makeMujoco("Ant-v5")) {
            ant.reset(0);
            double[] observation = {};
            for (int i = 0; i < 50; i++) {
                observation = ant.step(new double[8]).observation();
            }
            // The ant lies on the ground: contacts must carry it, and each force is clipped to 1.
            double[] forces = Arrays.copyOfRange(observation, 27, 105);
            assertThat(Arrays.stream(forces).map(Math::abs).max().orElseThrow()).isEqualTo(1);
            assertThat(ant.data.get(DataField.CFRC_EXT)).hasSize(84);
        }
    }

    private static double[] randomAction(Environment environment, SplittableRandom random) {
        BoxSpace space = environment.actionSpace();
        double[] low = space.low();
        double[] high = space.high();
        double[] action = new double[space.size()];
        for (int i = 0; i < action.length; i++) {
            action[i] = random.nextDouble(low[i], high[i]);
        }
        return action;
    }
}
