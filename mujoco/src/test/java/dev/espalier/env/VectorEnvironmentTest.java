package dev.espalier.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorEnvironmentTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "5, 3", "3, 8"})
    void stepsAsOneAfterTheOtherWould(int count, int threads) {
        List<Environment> serial = hoppers(count);
        try (var vector = new VectorEnvironment(hoppers(count), threads)) {
            var random = new SplittableRandom(0);
            for (int i = 0; i < count; i++) {
                assertThat(vector.reset(i, i)).isEqualTo(serial.get(i).reset(i));
            }
            for (int t = 0; t < 300; t++) {
                double[][] actions = new double[count][];
                for (int i = 0; i < count; i++) {
                    actions[i] = new double[] {random.nextDouble(), -random.nextDouble(), random.nextDouble()};
                }
                Step[] steps = vector.step(actions);
                for (int i = 0; i < count; i++) {
                    Step expected = serial.get(i).step(actions[i]);
                    assertThat(steps[i]).usingRecursiveComparison().isEqualTo(expected);
                    if (expected.done()) {
                        assertThat(vector.reset(i, 1000 + t))
                                .isEqualTo(serial.get(i).reset(1000 + t));
                    }
                }
            }
        } finally {
            serial.forEach(Environment::close);
        }
    }

    @Test
    void anErrorNamesItsEnvironmentAndKeepsWhatTheOthersReturned() {
        List<Environment> serial = hoppers(3);
        try (var vector = VectorEnvironment.make(Environments.task("Hopper-v5"), 3)) {
            for (int i = 0; i < 3; i++) {
                vector.reset(i, i);
                serial.get(i).reset(i);
            }
            assertThatThrownBy(() -> vector.step(new double[][] {{0, 0, 0}, {0, Double.NaN, 0}, {0, 0}}))
                    .hasMessage("environment 1: Hopper-v5: action[1] is NaN, expected a finite number")
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .isInstanceOfSatisfying(VectorStepException.class, e -> {
                        assertThat(e.failures()).containsOnlyKeys(1, 2);
                        assertThat(e.failures().get(2)).hasMessage("Hopper-v5: action has 2 entries, expected 3");
                        assertThat(e.step(0))
                                .usingRecursiveComparison()
                                .isEqualTo(serial.get(0).step(new double[3]));
                        assertThatThrownBy(() -> e.step(2)).hasMessage("environment 2 threw, so it returned nothing");
                    });
            assertThat(vector.step(new double[3][3])).hasSize(3).doesNotContainNull();
        } finally {
            serial.forEach(Environment::close);
        }
    }

    @Test
    void wrongCountsAreRefused() {
        try (var vector = VectorEnvironment.make(Environments.task("Hopper-v5"), 2)) {
            assertThatThrownBy(() -> vector.step(new double[1][3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("got 1 actions, expected one for each of the 2 environments");
        }
        assertThatThrownBy(() -> VectorEnvironment.make(Environments.task("Hopper-v5"), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("got 0 environments");
    }

    @Test
    void closeEndsTheThreads() {
        var vector = new VectorEnvironment(hoppers(4), 4);
        assertThat(workers()).hasSize(3);
        vector.close();
        assertThat(workers()).isEmpty();
    }

    private static List<Environment> hoppers(int count) {
        List<Environment> environments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            environments.add(Environments.makeMujoco("Hopper-v5"));
        }
        return environments;
    }

    private static List<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("environment-"))
                .toList();
    }
}
