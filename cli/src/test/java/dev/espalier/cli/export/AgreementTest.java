package dev.espalier.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Controller;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.run.TrainedPolicy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the pendulum, whose action ranges from -3 to 3, with a policy that pushes against its fall. */
class AgreementTest {

    private static final TrainedPolicy TRAINED = new TrainedPolicy(
            "InvertedPendulum-v5",
            100,
            0,
            5,
            new Policy(
                    new PolicyNetwork(List.of(
                            new Layer(4, 1, new float[] {0, 1, 0, 0.1f}, new float[1], Activation.NONE, false))),
                    new ActionRange(new double[] {-3}, new double[] {3})));

    private static Rollouts rollouts;

    @TempDir
    private Path folder;

    @BeforeAll
    static void play() {
        rollouts = new Rollouts(TRAINED);
    }

    @AfterAll
    static void close() {
        rollouts.close();
    }

    /** The trainer's policy, with something added to what it does. */
    private static Agreement moved(double shift) {
        Controller copy = (observation, action) -> {
            TRAINED.policy().act(observation, action);
            action[0] += shift;
        };
        return Agreement.of("a copy", copy, rollouts);
    }

    @Test
    void aCopyThatDoesTheSameAgrees() {
        Agreement agreement = moved(0);

        assertThat(agreement.holds()).isTrue();
        assertThat(agreement.deviation()).isZero();
        assertThat(agreement.observations()).isBetween(1000, 2000);
        assertThat(agreement.meanReturn()).isEqualTo(agreement.expectedReturn());
        assertThat(agreement.allowedDeviation()).isEqualTo(1e-5);
    }

    /** An action of up to 3 is measured in parts of 3. */
    @Test
    void aCopyThatIsOffByALittleAgreesAndOneThatIsOffByMoreDoesNot() {
        assertThat(moved(2e-5).holds()).isTrue();
        assertThat(moved(2e-5).deviation()).isCloseTo(2e-5 / 3, within(1e-9));
        assertThat(moved(4e-5).holds()).isFalse();
        assertThat(moved(Double.NaN).deviation()).isNaN();
    }

    @Test
    void anAnswerThatIsNoNumberIsADeviation() {
        double[] calls = {0};
        Controller copy = (observation, action) -> {
            TRAINED.policy().act(observation, action);
            // Somewhere among the golden vectors, before whole episodes are played.
            action[0] = calls[0]++ == 5 ? Double.NaN : action[0];
        };

        assertThat(Agreement.of("a copy", copy, rollouts).holds()).isFalse();
    }

    /** A copy that is right on all that is compared, and does nothing as soon as an episode is played. */
    @Test
    void aCopyWhoseEpisodesEndOtherwiseDoesNotAgree() {
        long[] calls = {0};
        Controller copy = (observation, action) -> {
            TRAINED.policy().act(observation, action);
            if (calls[0]++ >= rollouts.golden().size()) {
                action[0] = 0;
            }
        };

        Agreement agreement = Agreement.of("a copy", copy, rollouts);

        assertThat(agreement.deviation()).isZero();
        assertThat(agreement.holds()).isFalse();
    }

    @Test
    void theNoiseOfReturnsGrowsWithWhatDisturbs() {
        assertThat(rollouts.returnNoise(0)).isZero();
        assertThat(rollouts.returnNoise(1e-9)).isLessThan(rollouts.returnNoise(2));
    }

    /** Golden actions of another policy than the one that is written: nothing may be left behind. */
    @Test
    void whatDoesNotAgreeIsNotWritten() {
        var other = new TrainedPolicy(
                TRAINED.env(),
                100,
                0,
                5,
                new Policy(
                        new PolicyNetwork(List.of(
                                new Layer(4, 1, new float[] {0, 1, 0, 0.2f}, new float[1], Activation.NONE, false))),
                        TRAINED.policy().range()));
        var exporter = new Exporter(other, rollouts, CCompiler.find().orElseThrow());

        for (Format format : Format.values()) {
            assertThatThrownBy(() -> exporter.write(format, folder.resolve("policy")))
                    .isInstanceOf(ExportException.class)
                    .hasMessageStartingWith("The exported policy does not do what the trainer's does");
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void aNameOfAFileBecomesAnIdentifier() {
        assertThat(Exporter.identifier(Path.of("out/hopper.h"))).isEqualTo("hopper");
        assertThat(Exporter.identifier(Path.of("Hopper-v5 best.v2.h"))).isEqualTo("Hopper_v5_best_v2");
        assertThat(Exporter.identifier(Path.of("2nd.h"))).isEqualTo("policy_2nd");
        assertThat(Exporter.identifier(Path.of("__.h"))).isEqualTo("policy_");
    }
}
