package dev.espalier.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.settings.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruneConfigTest {

    @ParameterizedTest
    @CsvSource({
        // start, optimizer, rate, tolerance, patience, warmup, round, gamma, kappa; the setting that is at fault
        "0,   adam, 0.1,  0,   0, 0.1, 0.8, 1,   3, theta_start",
        "1.1, adam, 0.1,  0,   0, 0.1, 0.8, 1,   3, theta_start",
        "0.9, sgd,  0.1,  0,   0, 0.1, 0.8, 1,   3, theta_optimizer",
        "0.9, adam, 0,    0,   0, 0.1, 0.8, 1,   3, theta_learning_rate",
        "0.9, adam, 0.1,  -1,  0, 0.1, 0.8, 1,   3, tolerance",
        "0.9, adam, 0.1,  0.9, 0, 0.1, 0.8, 1,   3, tolerance",
        "0.9, adam, 0.1,  0,  -1, 0.1, 0.8, 1,   3, patience",
        "0.9, adam, 0.1,  0,   0, -1,  0.8, 1,   3, warmup_end",
        "0.9, adam, 0.1,  0,   0, 0.8, 0.8, 1,   3, warmup_end",
        "0.9, adam, 0.1,  0,   0, 0.1, 1.1, 1,   3, round_at",
        "0.9, adam, 0.1,  0,   0, 0.1, 0.8, 1.5, 3, gamma",
        "0.9, adam, 0.1,  0,   0, 0.1, 0.8, NaN, 3, gamma",
        "0.9, adam, 0.1,  0,   0, 0.1, 0.8, 1,  -1, kappa",
    })
    void theSettingAtFaultIsNamed(
            double start,
            String optimizer,
            double rate,
            double tolerance,
            int patience,
            double warmup,
            double round,
            double gamma,
            double kappa,
            String fault) {
        assertThatThrownBy(() -> new PruneConfig(
                        true,
                        "theta",
                        "straight_through",
                        start,
                        optimizer,
                        rate,
                        tolerance,
                        patience,
                        1_000_000,
                        new LeaveOut(0.25, 0),
                        warmup,
                        round,
                        "cost",
                        PruneConfig.Target.NONE,
                        gamma,
                        kappa,
                        new PruneConfig.ByRole(1, 1, 1),
                        new PruneConfig.ByRole(0, 0, 0)))
                .isInstanceOfSatisfying(
                        InvalidSettingException.class, e -> assertThat(e.key()).isEqualTo(fault));
    }

    @Test
    void whatIsLeftOutIsAShareAboveZeroAndASizeOfAtLeastZero() {
        assertThatThrownBy(() -> new LeaveOut(0, 0)).hasMessageContaining("estimated_share is 0.0");
        assertThatThrownBy(() -> new LeaveOut(1.1, 0)).hasMessageContaining("estimated_share is 1.1");
        assertThatThrownBy(() -> new LeaveOut(Double.NaN, 0)).hasMessageContaining("estimated_share is NaN");
        assertThatThrownBy(() -> new LeaveOut(0.25, -1)).hasMessageContaining("from_weights is -1");
    }

    @Test
    void pressureAndDecayAreNumbersOfAtLeastZero() {
        assertThatThrownBy(() -> new PruneConfig.ByRole(-1, 0, 0)).hasMessageContaining("ofe is -1.0");
        assertThatThrownBy(() -> new PruneConfig.ByRole(0, Double.NaN, 0)).hasMessageContaining("policy is NaN");
        assertThatThrownBy(() -> new PruneConfig.ByRole(0, 0, Double.POSITIVE_INFINITY))
                .hasMessageContaining("critic is Infinity");
        assertThatThrownBy(() -> new PruneConfig.ByRole(0, 0, -1e-9)).hasMessageContaining("critic is -1.0E-9");
    }

    @Test
    void whoLearnsEveryThirdTimeTakesStepsThreeTimesAsLongAndCountsAThird() {
        PruneConfig config = TestGates.config("adam", 0.002, 0.9, 0.01, 9);

        PruneConfig third = config.learningEvery(3);

        assertThat(third.thetaLearningRate()).isEqualTo(3 * config.thetaLearningRate());
        assertThat(third.patience()).isEqualTo(3);
        assertThat(third.openAfter()).isEqualTo(config.openAfter() / 3);
        assertThat(config.learningEvery(1)).isEqualTo(config);
    }
}
