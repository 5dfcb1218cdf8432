package dev.espalier.run;

import static dev.espalier.run.TestRuns.PRUNING;
import static dev.espalier.run.TestRuns.assertSameRun;
import static dev.espalier.run.TestRuns.both;
import static dev.espalier.run.TestRuns.digest;
import static dev.espalier.run.TestRuns.finish;
import static dev.espalier.run.TestRuns.interrupted;
import static dev.espalier.run.TestRuns.straight;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that change what a run's state is or how it is used: interrupted and resumed, it ends bit for bit the same. */
class ResumeSettingsTest {

    /** SAC of preset plain, without a value network. */
    private static final String[] TWIN_TARGET_SAC = {
        "agent=sac", "preset=plain", "sac.hidden=[16, 16]", "sac.batch=16", "sac.reward_scale=5"
    };

    private static final String LINEAR = "learning_rate_schedule=linear";

    @TempDir
    private Path folder;

    private Path assertEndsTheSame(long step, String... settings) throws IOException {
        Path expected = straight(folder.resolve("straight"), settings);
        Path resumed = interrupted(folder.resolve("resumed"), step, settings);
        assertThat(digest(resumed)).isNotEqualTo(digest(expected));

        assertThat(finish(resumed)).contains("continuing at step " + step);
        assertSameRun(resumed, expected);
        return expected;
    }

    /** During random steps, at a checkpoint and between two. */
    @ParameterizedTest
    @ValueSource(longs = {20, 150, 173})
    void sacWithoutAValueNetwork(long step) throws IOException {
        Path run = assertEndsTheSame(step, TWIN_TARGET_SAC);

        assertThat(Files.readString(run.resolve("structure.json")))
                .contains("\"q2\"")
                .doesNotContain("\"value\"");
    }

    /** At the start of pre-training, between prunings, before the rounding and after it. */
    @ParameterizedTest
    @ValueSource(longs = {50, 150, 239, 280})
    void sacWithoutAValueNetworkThatShrinks(long step) throws IOException {
        Path run = assertEndsTheSame(step, both(TWIN_TARGET_SAC, PRUNING));

        assertThat(Files.readString(run.resolve("prune_events.jsonl")))
                .contains("\"phi_oa\"", "\"policy\"", "\"q1\"", "\"q2\"")
                .doesNotContain("\"value\"");
    }

    /** The rate follows from the step alone. */
    @ParameterizedTest
    @ValueSource(longs = {20, 150, 299})
    void aLinearLearningRate(long step) throws IOException {
        assertEndsTheSame(step, both(TWIN_TARGET_SAC, LINEAR));
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 150})
    void aLinearLearningRateOfNetworksThatShrink(long step) throws IOException {
        assertEndsTheSame(step, both(PRUNING, LINEAR, "sac.learn_temperature=true"));
    }

    @Test
    void aLinearLearningRateOfOtherAgents() throws IOException {
        assertEndsTheSame(173, both(TestRuns.TD3, LINEAR));
    }

    @Test
    void aLinearLearningRateOfRollouts() throws IOException {
        assertEndsTheSame(150, both(TestRuns.PPO, LINEAR));
    }

    /** The statistics are those of all steps so far, random ones too. */
    @ParameterizedTest
    @ValueSource(longs = {21, 150, 174})
    void normalisedObservations(long step) throws IOException {
        assertEndsTheSame(step, both(TWIN_TARGET_SAC, "sac.normalise_observations=true", "environments=3"));
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 150, 239, 280})
    void normalisedObservationsOfNetworksThatShrink(long step) throws IOException {
        assertEndsTheSame(step, both(PRUNING, "sac.normalise_observations=true"));
    }

    @ParameterizedTest
    @ValueSource(longs = {55, 172})
    void normalisedObservationsOfTd3(long step) throws IOException {
        assertEndsTheSame(step, both(both(TestRuns.TD3, PRUNING), "td3.normalise_observations=true"));
    }
}
