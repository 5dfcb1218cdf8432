package dev.espalier.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Equal start states and actions give the results of the real Gymnasium with the same MuJoCo release: observations,
 * rewards, info terms and terminations over 1300 steps of each task, bit for bit.
 *
 * <p>Two tasks use functions outside MuJoCo that NumPy and Java may round differently in the last bit: sines and
 * cosines in their observations, and in InvertedDoublePendulum squares, for which NumPy uses C's {@code pow}.
 */
class GymnasiumParityTest {

    private static final double BIT_EQUAL = 0;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ant-v5",
                "HalfCheetah-v5",
                "Hopper-v5",
                "Humanoid-v5",
                "HumanoidStandup-v5",
                "InvertedDoublePendulum-v5",
                "InvertedPendulum-v5",
                "Pusher-v5",
                "Reacher-v5",
                "Swimmer-v5",
                "Walker2d-v5"
            })
    void everyStepEqualsGymnasiums(String id) {
        Golden golden = Golden.read(id);
        assertThat(golden.id()).isEqualTo(id);
        try (var environment = Environments.makeMujoco(id)) {
            assertThat(environment.actionSpace()).isEqualTo(golden.actionSpace());
            assertThat(environment.observationSpace()).isEqualTo(BoxSpace.unbounded(golden.observationSize()));
            for (var rollout : golden.rollouts()) {
                compare(environment, rollout);
            }
        }
    }

    /** The v4 environments of the same Gymnasium, where v4's rules equal v2's. */
    @ParameterizedTest
    @ValueSource(strings = {"Ant", "HalfCheetah", "Hopper", "Walker2d"})
    void v2EqualsGymnasiumsV4(String name) {
        Golden golden = Golden.read(name + "-v4");
        try (var environment = Environments.makeMujoco(name + "-v2")) {
            assertThat(environment.actionSpace()).isEqualTo(golden.actionSpace());
            for (var rollout : golden.rollouts()) {
                compareV2(environment, rollout, golden.observationSize());
            }
        }
    }

    @Test
    void theRecordsHoldLongHealthyAndTerminatedPhases() {
        for (String id : List.of("Ant-v5", "InvertedDoublePendulum-v5", "InvertedPendulum-v5")) {
            List<Boolean> terminated = Golden.read(id).rollouts().stream()
                    .flatMap(rollout -> rollout.steps().stream())
                    .map(Golden.GoldenStep::terminated)
                    .toList();
            assertThat(terminated.subList(0, 200)).as(id).containsOnly(false);
            assertThat(terminated).as(id).contains(true);
        }
    }

    private static void compare(MujocoEnvironment environment, Golden.Rollout rollout) {
        double tolerance = observationTolerance(environment.id());
        double rewardTolerance = rewardTolerance(environment.id());
        assertClose(
                rollout.name() + ", start",
                environment.resetTo(rollout.qpos(), rollout.qvel()),
                rollout.firstObservation(),
                tolerance);
        int t = 0;
        for (var expected : rollout.steps()) {
            String where = String.format(Locale.ROOT, "%s, rollout %s, step %d", environment.id(), rollout.name(), t);
            Step actual = environment.stepPastEnd(expected.action());
            t++;
            if (expected.observation() != null) {
                assertClose(where, actual.observation(), expected.observation(), tolerance);
            }
            if (tolerance == BIT_EQUAL) {
                assertThat(hash(actual.observation()))
                        .as(where + ": hash of the observation")
                        .isEqualTo(expected.observationHash());
            }
            assertThat(actual.terminated()).as(where + ": terminated").isEqualTo(expected.terminated());
            assertThat(actual.truncated())
                    .as(where + ": truncated")
                    .isEqualTo(t >= environment.spec().maxEpisodeSteps());
            assertClose(where + ": reward", actual.reward(), expected.reward(), rewardTolerance);
            assertThat(List.copyOf(actual.info().keySet()))
                    .as(where + ": names of info")
                    .isEqualTo(List.copyOf(expected.info().keySet()));
            expected.info()
                    .forEach((name, value) -> assertClose(
                            where + ": " + name, actual.info().getOrDefault(name, Double.NaN), value, rewardTolerance));
        }
    }

    private static void compareV2(MujocoEnvironment environment, Golden.Rollout rollout, int observationSize) {
        environment.resetTo(rollout.qpos(), rollout.qvel());
        int t = 0;
        for (var expected : rollout.steps()) {
            String where = String.format(Locale.ROOT, "%s, rollout %s, step %d", environment.id(), rollout.name(), t++);
            Step actual = environment.stepPastEnd(expected.action());
            double[] observation = Arrays.copyOf(actual.observation(), observationSize);
            assertThat(hash(observation))
                    .as(where + ": hash of the observation")
                    .isEqualTo(expected.observationHash());
            // Only Ant-v2 has more: its contact forces, which are zero.
            for (int i = observationSize; i < actual.observation().length; i++) {
                assertThat(actual.observation()[i]).as(where).isZero();
            }
            assertThat(actual.terminated()).as(where + ": terminated").isEqualTo(expected.terminated());
            assertClose(where + ": reward", actual.reward(), expected.reward(), BIT_EQUAL);
        }
    }

    /** One unit in the last place of a sine or cosine. */
    private static double observationTolerance(String id) {
        return id.equals("Reacher-v5") || id.equals("InvertedDoublePendulum-v5") ? 0x1p-53 : BIT_EQUAL;
    }

    private static double rewardTolerance(String id) {
        return id.equals("InvertedDoublePendulum-v5") ? 1e-15 : BIT_EQUAL;
    }

    private static void assertClose(String where, double[] actual, double[] expected, double tolerance) {
        assertThat(actual).as(where).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs(actual[i] - expected[i])); // NaN stays NaN
        }
        assertThat(largest <= tolerance)
                .as("%s: largest difference %s", where, largest)
                .isTrue();
    }

    private static void assertClose(String where, double actual, double expected, double tolerance) {
        assertClose(where, new double[] {actual}, new double[] {expected}, tolerance);
    }

    private static long hash(double[] observation) {
        var bytes = ByteBuffer.allocate(observation.length * Double.BYTES);
        bytes.asDoubleBuffer().put(observation);
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.array()))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
