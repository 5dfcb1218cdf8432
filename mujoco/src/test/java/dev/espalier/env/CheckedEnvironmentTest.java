package dev.espalier.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Errors of a user's environment are reported with its name, its class and the place. */
class CheckedEnvironmentTest {

    private static final EnvironmentSpec SPEC = new EnvironmentSpec("Mine-v0", 2, 1, 10, "a task");
    private static final String NAME = "environment Mine-v0 (dev.espalier.env.CheckedEnvironmentTest$Mine): ";

    /** Returns what the test sets. */
    private static class Mine implements Environment {

        private BoxSpace observations = BoxSpace.unbounded(2);
        private BoxSpace actions = new BoxSpace(new double[] {-1}, new double[] {1});
        private double[] observation = {1, 2};
        private double reward = 3;
        private byte[] state = {4};
        private @Nullable RuntimeException failure;

        @Override
        public String id() {
            return "another";
        }

        @Override
        public BoxSpace observationSpace() {
            return observations;
        }

        @Override
        public BoxSpace actionSpace() {
            return actions;
        }

        @Override
        public double[] reset(long seed) {
            return observation;
        }

        @Override
        public Step step(double[] action) {
            if (failure != null) {
                throw failure;
            }
            return new Step(observation, reward, false, false, Map.of());
        }

        @Override
        public byte[] saveState() {
            return state.clone();
        }

        @Override
        public void restoreState(byte[] saved) {
            state = saved.clone();
        }

        @Override
        public void close() {}
    }

    private static void assertRefused(Runnable act, String problem) {
        assertThatExceptionOfType(BadEnvironmentException.class)
                .isThrownBy(act::run)
                .withMessage(NAME + problem);
    }

    @Test
    void whatIsRightGoesThrough() {
        var mine = new Mine();
        var checked = new CheckedEnvironment(SPEC, mine);

        assertThat(checked.id()).isEqualTo("Mine-v0");
        assertThat(checked.reset(1)).containsExactly(1, 2);
        assertThat(checked.step(new double[1]).reward()).isEqualTo(3);
        checked.restoreState(new byte[] {7, 8});
        assertThat(checked.saveState()).containsExactly(7, 8);
        assertThat(checked.unchecked()).isSameAs(mine);
    }

    @Test
    void numbersThatAreNoneAreNamed() {
        var mine = new Mine();
        var checked = new CheckedEnvironment(SPEC, mine);
        checked.reset(1);
        checked.step(new double[1]);
        mine.observation = new double[] {0, Double.NaN};
        assertRefused(
                () -> checked.step(new double[1]),
                "in step 2 of an episode entry 1 of its observation is NaN, expected a finite number");
        assertRefused(
                () -> checked.reset(5), "after reset(5) entry 1 of its observation is NaN, expected a finite number");
        mine.observation = new double[] {0, 0};
        mine.reward = Double.POSITIVE_INFINITY;
        checked.reset(1);
        assertRefused(
                () -> checked.step(new double[1]),
                "in step 1 of an episode its reward is Infinity, expected a finite number");
    }

    /** Otherwise an observation in a replay would change with the next step. */
    @Test
    void whatIsHandedOnIsACopy() {
        var mine = new Mine();
        var checked = new CheckedEnvironment(SPEC, mine);
        double[] first = checked.reset(1);
        double[] second = checked.step(new double[1]).observation();
        mine.observation[0] = 77;

        assertThat(first).containsExactly(1, 2);
        assertThat(second).containsExactly(1, 2);
    }

    @Test
    void anEpisodeWithoutAnEndIsRefused() {
        var checked = new CheckedEnvironment(SPEC, new Mine());
        checked.reset(1);
        for (int i = 0; i < 10; i++) {
            checked.step(new double[1]);
        }
        assertRefused(
                () -> checked.step(new double[1]),
                "in step 11 of an episode it goes on, but its provider tells of at most 10 steps; truncate it there");
    }

    @Test
    void whatItThrowsIsToldWithItsName() {
        var mine = new Mine();
        var checked = new CheckedEnvironment(SPEC, mine);
        checked.reset(1);
        mine.failure = new IllegalStateException("no more");
        assertThatExceptionOfType(BadEnvironmentException.class)
                .isThrownBy(() -> checked.step(new double[1]))
                .withMessageStartingWith(
                        NAME + "its step threw java.lang.IllegalStateException: no more at dev.espalier.env.Checked");
        mine.failure = new SimulationException("lost", new RuntimeException());
        assertThatExceptionOfType(SimulationException.class).isThrownBy(() -> checked.step(new double[1]));
    }

    @Test
    void numbersBeyondSinglePrecisionAreNone() {
        var mine = new Mine();
        var checked = new CheckedEnvironment(SPEC, mine);
        mine.observation = new double[] {1e39, 0};
        assertRefused(
                () -> checked.reset(5),
                "after reset(5) entry 0 of its observation is 1.0E39, expected a finite number");
    }

    @Test
    void otherLengthsAreNamed() {
        var mine = new Mine();
        var checked = new CheckedEnvironment(SPEC, mine);
        mine.observation = new double[3];
        assertRefused(() -> checked.reset(5), "after reset(5) it returned an observation of 3 entries, expected 2");

        mine.observations = BoxSpace.unbounded(4);
        assertRefused(
                () -> new CheckedEnvironment(SPEC, mine),
                "its observation space has 4 entries, but its provider tells of 2");
        mine.observations = BoxSpace.unbounded(2);
        mine.actions = BoxSpace.unbounded(2);
        assertRefused(
                () -> new CheckedEnvironment(SPEC, mine),
                "its action space has 2 entries, but its provider tells of 1");
        mine.actions = BoxSpace.unbounded(1);
        assertRefused(
                () -> new CheckedEnvironment(SPEC, mine),
                "entry 0 of its actions reaches from -Infinity to Infinity; give finite bounds, the lower first");
    }

    /** Not only at the first checkpoint, thousands of steps later. */
    @Test
    void aStateThatCannotBeSavedShowsAtTheFirstReset() {
        var mine = new Mine() {
            @Override
            public byte[] saveState() {
                throw new IllegalStateException("later");
            }
        };
        var checked = new CheckedEnvironment(SPEC, mine);

        assertThatExceptionOfType(BadEnvironmentException.class)
                .isThrownBy(() -> checked.reset(1))
                .withMessageContaining("its saveState threw java.lang.IllegalStateException: later");
    }
}
