package dev.espalier.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The v2 rules against numbers computed by hand.
 *
 * <p>A body in free flight whose parts all move at the speed v keeps that speed in x (gravity acts along z, equally on
 * all parts), so {@code dx/dt} is v without any simulation.
 */
class Version2RulesTest {

    private static final double ROUNDING = 1e-9;

    private static final double[] HOPPER_IN_THE_AIR = {0, 1.6, 0, -0.1, -0.1, 0};
    private static final double[] WALKER_IN_THE_AIR = {0, 1.8, 0, -0.1, -0.1, 0, -0.1, -0.1, 0};
    private static final double[] ANT_IN_THE_AIR = {0, 0, 0.95, 1, 0, 0, 0, 0, 1, 0, -1, 0, -1, 0, 1};

    @Test
    void halfCheetahGetsItsSpeedMinusATenthOfTheSquaredAction() {
        try (var environment = Environments.makeMujoco("HalfCheetah-v2")) {
            environment.resetTo(new double[] {0, 1, 0, 0, 0, 0, 0, 0, 0}, speed(9, 2.5));
            Step step = environment.step(new double[6]);
            assertThat(step.reward()).isCloseTo(2.5, within(ROUNDING));
            // 0.1 (1 + 1 + 0.25) = 0.225
            Step driven = environment.step(new double[] {1, -1, 0.5, 0, 0, 0});
            assertThat(driven.reward()).isCloseTo(value(driven, "x_velocity") - 0.225, within(ROUNDING));
            assertThat(value(driven, "reward_ctrl")).isCloseTo(-0.225, within(ROUNDING));
        }
    }

    @Test
    void halfCheetahNeverTerminates() {
        try (var environment = Environments.makeMujoco("HalfCheetah-v2")) {
            environment.resetTo(new double[] {0, 0, Math.PI, 0, 0, 0, 0, 0, 0}, new double[9]);
            assertThat(environment.step(new double[6]).terminated()).isFalse();
        }
    }

    @Test
    void hopperGetsItsSpeedPlusOneMinusAThousandthOfTheSquaredAction() {
        try (var environment = Environments.makeMujoco("Hopper-v2")) {
            double[] first = environment.resetTo(HOPPER_IN_THE_AIR, speed(6, 1.5));
            assertThat(first).containsExactly(1.6, 0, -0.1, -0.1, 0, 1.5, 0, 0, 0, 0, 0);
            Step step = environment.step(new double[3]);
            assertThat(step.reward()).isCloseTo(2.5, within(ROUNDING));
            // 0.001 (0.25 + 1 + 0.0625) = 0.0013125
            Step driven = environment.step(new double[] {0.5, -1, 0.25});
            assertThat(driven.reward()).isCloseTo(value(driven, "x_velocity") + 1 - 0.0013125, within(ROUNDING));
        }
    }

    @Test
    void speedsAreObservedUpToTen() {
        try (var hopper = Environments.makeMujoco("Hopper-v2");
                var walker = Environments.makeMujoco("Walker2d-v2")) {
            assertThat(hopper.resetTo(HOPPER_IN_THE_AIR, speed(6, -30))[5]).isEqualTo(-10);
            assertThat(walker.resetTo(WALKER_IN_THE_AIR, speed(9, 30))[8]).isEqualTo(10);
        }
    }

    /** The angle does not change in flight; the foot's speed of 1000 falls, but not below 100 in 8 milliseconds. */
    @ParameterizedTest
    @CsvSource({
        "1.6, 0.199, 0, false",
        "1.6, -0.199, 0, false",
        "1.6, 0.201, 0, true",
        "1.6, -0.201, 0, true",
        "0.6, 0, 0, true",
        "1.6, 0, 1000, true"
    })
    void hopperTerminatesWhenLowOrTiltedOrTooFast(double z, double angle, double footSpeed, boolean terminated) {
        double[] qpos = HOPPER_IN_THE_AIR.clone();
        qpos[1] = z;
        qpos[2] = angle;
        double[] qvel = {0, 0, 0, 0, 0, footSpeed};
        try (var environment = Environments.makeMujoco("Hopper-v2")) {
            environment.resetTo(qpos, qvel);
            assertThat(environment.step(new double[3]).terminated()).isEqualTo(terminated);
        }
    }

    @Test
    void theLastStepPaysTheBonusInVersion2ButNotInVersion5() {
        double[] tilted = HOPPER_IN_THE_AIR.clone();
        tilted[2] = 0.3;
        assertThat(rewardOfFirstStep("Hopper-v2", tilted, speed(6, 1.5))).isCloseTo(2.5, within(ROUNDING));
        assertThat(rewardOfFirstStep("Hopper-v5", tilted, speed(6, 1.5))).isCloseTo(1.5, within(ROUNDING));

        double[] tiltedWalker = WALKER_IN_THE_AIR.clone();
        tiltedWalker[2] = 1.1;
        assertThat(rewardOfFirstStep("Walker2d-v2", tiltedWalker, speed(9, -0.5)))
                .isCloseTo(0.5, within(ROUNDING));
        assertThat(rewardOfFirstStep("Walker2d-v5", tiltedWalker, speed(9, -0.5)))
                .isCloseTo(-0.5, within(ROUNDING));

        double[] highAnt = ANT_IN_THE_AIR.clone();
        highAnt[2] = 1.2;
        assertThat(rewardOfFirstStep("Ant-v2", highAnt, speed(14, 2))).isCloseTo(3, within(ROUNDING));
        assertThat(rewardOfFirstStep("Ant-v5", highAnt, speed(14, 2))).isCloseTo(2, within(ROUNDING));
    }

    @Test
    void walkerGetsItsSpeedPlusOneMinusAThousandthOfTheSquaredAction() {
        try (var environment = Environments.makeMujoco("Walker2d-v2")) {
            environment.resetTo(WALKER_IN_THE_AIR, speed(9, 1.25));
            assertThat(environment.step(new double[6]).reward()).isCloseTo(2.25, within(ROUNDING));
            // 0.001 (6 * 0.25) = 0.0015
            Step driven = environment.step(new double[] {0.5, 0.5, 0.5, -0.5, -0.5, -0.5});
            assertThat(driven.reward()).isCloseTo(value(driven, "x_velocity") + 1 - 0.0015, within(ROUNDING));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.8, 0.99, false",
        "1.8, -0.99, false",
        "1.8, 1.01, true",
        "1.8, -1.01, true",
        "2.1, 0, true",
        "0.7, 0, true"
    })
    void walkerTerminatesWhenLowOrHighOrTilted(double z, double angle, boolean terminated) {
        double[] qpos = WALKER_IN_THE_AIR.clone();
        qpos[1] = z;
        qpos[2] = angle;
        try (var environment = Environments.makeMujoco("Walker2d-v2")) {
            environment.resetTo(qpos, new double[9]);
            assertThat(environment.step(new double[6]).terminated()).isEqualTo(terminated);
        }
    }

    @Test
    void antGetsItsSpeedPlusOneMinusHalfTheSquaredAction() {
        try (var environment = Environments.makeMujoco("Ant-v2")) {
            environment.resetTo(ANT_IN_THE_AIR, speed(14, 0.75));
            assertThat(environment.step(new double[8]).reward()).isCloseTo(1.75, within(ROUNDING));
            // 0.5 (1 + 0.25 + 0.25) = 0.75
            Step driven = environment.step(new double[] {1, 0.5, -0.5, 0, 0, 0, 0, 0});
            assertThat(driven.reward()).isCloseTo(value(driven, "x_velocity") + 1 - 0.75, within(ROUNDING));
        }
    }

    @Test
    void antDoesNotFeelTheGround() {
        try (var environment = Environments.makeMujoco("Ant-v2");
                var feeling = Environments.makeMujoco("Ant-v5")) {
            environment.reset(0);
            feeling.reset(0);
            double[] action = {0.5, 0.5, 0, 0, 0, 0, 0, 0}; // costs 0.25
            for (int i = 0; i < 50; i++) {
                Step step = environment.step(action);
                Step felt = feeling.step(action);
                assertThat(step.observation()).hasSize(111);
                assertThat(Arrays.copyOf(step.observation(), 27)).isEqualTo(Arrays.copyOf(felt.observation(), 27));
                assertThat(Arrays.copyOfRange(step.observation(), 27, 111)).containsOnly(0);
                assertThat(step.reward()).isCloseTo(value(step, "x_velocity") + 0.75, within(ROUNDING));
                assertThat(felt.reward() - step.reward()).isCloseTo(value(felt, "reward_contact"), within(ROUNDING));
                if (i == 49) {
                    assertThat(value(felt, "reward_contact")).isNegative();
                }
            }
        }
    }

    /** Falling at 100 m/s, the ant is still deep in the soft ground after one step; at rest there, it is pushed out. */
    @ParameterizedTest
    @CsvSource({"0.95, 0, false", "1.1, 0, true", "0.3, 0, false", "-2, -100, true", "0.15, 0, false"})
    void antTerminatesWhenLowOrHigh(double z, double zSpeed, boolean terminated) {
        double[] qpos = ANT_IN_THE_AIR.clone();
        qpos[2] = z;
        double[] qvel = new double[14];
        qvel[2] = zSpeed;
        try (var environment = Environments.makeMujoco("Ant-v2")) {
            environment.resetTo(qpos, qvel);
            assertThat(environment.step(new double[8]).terminated()).isEqualTo(terminated);
        }
    }

    private static double rewardOfFirstStep(String id, double[] qpos, double[] qvel) {
        try (var environment = Environments.makeMujoco(id)) {
            environment.resetTo(qpos, qvel);
            Step step = environment.step(new double[environment.actionSpace().size()]);
            assertThat(step.terminated()).isTrue();
            return step.reward();
        }
    }

    /** Velocities of a body that moves as a whole along x. */
    private static double[] speed(int size, double speed) {
        double[] qvel = new double[size];
        qvel[0] = speed;
        return qvel;
    }

    private static double value(Step step, String name) {
        return step.info().getOrDefault(name, Double.NaN);
    }
}
