package dev.espalier.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tasks by id, and of classes that no file names. */
class TaskTest {

    /** A task that defines no more than it must. */
    private static class Mine implements Environment {

        @Override
        public String id() {
            return "Mine-v0";
        }

        @Override
        public BoxSpace observationSpace() {
            return BoxSpace.unbounded(2);
        }

        @Override
        public BoxSpace actionSpace() {
            return new BoxSpace(new double[] {-1}, new double[] {1});
        }

        @Override
        public double[] reset(long seed) {
            return new double[2];
        }

        @Override
        public Step step(double[] action) {
            return new Step(new double[2], 0, false, false, Map.of());
        }
    }

    @Test
    void aSupplierIsDescribedByWhatItMakes() {
        Task task = Task.of(Mine::new);

        assertThat(task.spec()).isEqualTo(new EnvironmentSpec("Mine-v0", 2, 1, 1_000_000, Mine.class.getName()));
        assertThat(task.origin().code()).contains(Mine.class);
        assertThat(task.origin().models()).isEmpty();
    }

    @Test
    void anEnvironmentThatCannotBeSavedSaysSo() {
        try (Environment environment = Task.of(Mine::new).make()) {
            environment.reset(1);

            assertThatThrownBy(environment::saveState)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("episodes of Mine-v0 cannot be saved");
            assertThatThrownBy(() -> new Mine().restoreState(new byte[1]))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    /** Elsewhere the same exception is a defect of the user's code, and told as one. */
    @Test
    void anUnsupportedOperationInAStepIsNoMissingState() {
        try (Environment environment = Task.of(() -> new Mine() {
                    @Override
                    public Step step(double[] action) {
                        throw new UnsupportedOperationException("an immutable list");
                    }
                })
                .make()) {
            environment.reset(1);

            assertThatThrownBy(() -> environment.step(new double[1]))
                    .isInstanceOf(BadEnvironmentException.class)
                    .hasMessageContaining("its step threw java.lang.UnsupportedOperationException: an immutable list");
        }
    }

    @Test
    void whatCannotBeUsedIsRefused() {
        assertThatThrownBy(() -> Task.of(() -> {
                    throw new IllegalStateException("no licence");
                }))
                .isInstanceOf(BadEnvironmentException.class)
                .hasMessage("no environment can be made: no licence");
        assertThatThrownBy(() -> Task.of(() -> new Mine() {
                    @Override
                    public BoxSpace actionSpace() {
                        return BoxSpace.unbounded(0);
                    }
                }))
                .isInstanceOf(BadEnvironmentException.class)
                .hasMessageContaining("must be at least 1");
    }

    @Test
    void aTaskOfEspalierHasNoPartsOfTheUser() {
        Task task = Environments.task("Hopper-v5");

        assertThat(task.spec().observationSize()).isEqualTo(11);
        assertThat(task.origin()).isEqualTo(new TaskOrigin(List.of(), List.of()));
    }
}
