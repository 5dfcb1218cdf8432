package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.prune.PruneConfig;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The times of pruning, computed by hand from a user's settings. */
class PruneScheduleTest {

    private final ConfigLoader loader = new ConfigLoader(List.of("Hopper-v5"));

    private PruneConfig load(String... settings) {
        List<String> all = new ArrayList<>(List.of("env=Hopper-v5", "preset=prune"));
        all.addAll(Arrays.asList(settings));
        return loader.load(new ConfigRequest(null, all, Map.of())).prune();
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.2", "20k, 0.2", "20000, 0.2", "2e4, 0.2", "0.02M, 0.2", "0, 0"})
    void aPhaseIsGivenAsAShareOrInSteps(String given, double share) {
        // Above random_steps, whose default is 10 000.
        assertThat(load("steps=100k", "random_steps=0", "ofe.pretrain_updates=0", "prune.warmup_end=" + given)
                        .warmupEnd())
                .isEqualTo(share);
    }

    @Test
    void oneIsTheWholeRunAndNotOneStep() {
        assertThat(load("steps=100k", "prune.round_at=1").roundAt()).isEqualTo(1);
        assertThat(load("steps=100k", "prune.round_at=65k").roundAt()).isEqualTo(0.65);
    }

    /**
     * The warm-up ends after the random steps (10 000 or a tenth) and 3 % of the run. The shortest run's rate is
     * limited.
     */
    @ParameterizedTest
    @CsvSource({
        // steps, warm-up's end in steps, rate: 50 / (0.65 steps - warm-up), open_after: a tenth of that
        "5k,   650,    0.01,      260",
        "20k,  2600,   4.8077e-3, 1040",
        "100k, 13000,  9.615e-4,  5200",
        "3M,   100000, 2.7027e-5, 185000"
    })
    void shortAndLongRunsAreScaledAlike(String steps, double warmupEnd, double rate, int openAfter) {
        PruneConfig prune = load("steps=" + steps);

        assertThat(prune.warmupEnd() * new BigDecimal(steps.replace("k", "e3").replace("M", "e6")).doubleValue())
                .isCloseTo(warmupEnd, within(1e-6));
        assertThat(prune.roundAt()).isEqualTo(0.65);
        assertThat(prune.thetaLearningRate()).isCloseTo(rate, within(1e-4 * rate));
        assertThat(prune.openAfter()).isBetween(openAfter - 1, openAfter);
    }

    /** Updates count: two per step, or 10 epochs of mini-batches of 64. */
    @Test
    void theRateFollowsTheUpdatesOfTheAgent() {
        assertThat(load("steps=100k", "sac.updates_per_step=2").thetaLearningRate())
                .isCloseTo(50.0 / 104_000, within(1e-9));
        assertThat(load("steps=500k", "agent=ppo").thetaLearningRate())
                .isCloseTo(50.0 / (500_000 * 0.62 * 10 / 64), within(1e-9));
        assertThat(load("steps=100k", "prune.theta_optimizer=plain").thetaLearningRate())
                .isCloseTo(100 * 50.0 / 52_000, within(1e-6));
        assertThat(load("steps=100k", "prune.theta_learning_rate=0.01", "prune.open_after=7"))
                .returns(0.01, PruneConfig::thetaLearningRate)
                .returns(7, PruneConfig::openAfter);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            prune.round_at=200k      | --set prune.round_at=200k: prune.round_at is 200000 steps, but the run ends at step 100000; give fewer, or a share from 0 to 1
            prune.warmup_end=soon    | --set prune.warmup_end=soon: prune.warmup_end expects a number, got 'soon'
            prune.warmup_end=-1      | --set prune.warmup_end=-1: prune.warmup_end is -1.0; give a finite number from 0 to 1
            prune.warmup_end=70k     | --set prune.warmup_end=70k: prune.warmup_end is 0.7, but round_at is 0.65: theta would never move; give less
            prune.open_after=-1      | --set prune.open_after=-1: prune.open_after is -1; give a whole number of at least 0
            """)
    void whatCannotBeIsRefused(String setting, String message) {
        assertThatThrownBy(() -> load("steps=100k", setting))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }
}
