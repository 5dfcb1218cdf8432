package dev.espalier.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrunePhaseTest {

    private static PruneConfig config(double warmupEnd, double roundAt) {
        return new PruneConfig(
                true,
                "theta",
                "straight_through",
                0.9,
                "adam",
                1e-3,
                0,
                0,
                1_000_000,
                new LeaveOut(0.25, 200_000),
                warmupEnd,
                roundAt,
                "cost",
                PruneConfig.Target.NONE,
                1,
                3,
                new PruneConfig.ByRole(1, 1, 1),
                new PruneConfig.ByRole(0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"0, HELD", "0.0999, HELD", "0.1, FREE", "0.5, FREE", "0.7999, FREE", "0.8, DECIDED", "1, DECIDED"})
    void phasesFollowEachOther(double progress, PrunePhase phase) {
        assertThat(PrunePhase.at(config(0.1, 0.8), progress)).isEqualTo(phase);
    }

    @Test
    void thereNeedNotBeAWarmupAndTheEndIsDecidedInAnyCase() {
        assertThat(PrunePhase.at(config(0, 1), 0)).isEqualTo(PrunePhase.FREE);
        assertThat(PrunePhase.at(config(0, 1), 1)).isEqualTo(PrunePhase.DECIDED);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void progressIsAShare(double progress) {
        assertThatThrownBy(() -> PrunePhase.at(config(0.1, 0.8), progress))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("progress " + progress);
    }
}
