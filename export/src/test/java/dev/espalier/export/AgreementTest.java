package dev.espalier.export;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** The trainer's policy with an offset added to its actions. */
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

    /** Deviations of an action of up to 3 are divided by 3. */
    @Test
    void aCopyThatIsOffByALittleAgreesAndOneThatIsOffByMoreDoesNot() {
        assertThat(moved(2e-5).holds()).isTrue();
        assertThat(moved(2e-5).deviation()).isCloseTo(2e-5 / 3, within(1e-9));
        assertThat(moved(4e-5).holds()).isFalse();
        assertThat(moved(Double.NaN).deviation()).isNaN();
    }

    @Test
    void aRefusalSaysWhatDeviatesAndWhatHelps() {
        String computed = Refusal.of(moved(0.3), rollouts);
        String broken = Refusal.of(moved(Double.NaN), rollouts);

        assertThat(computed)
                .startsWith(
                        "The exported policy does not do what the trainer's does, and was not written: a copy: actions on")
                .contains("within 1.0e-01 of the trainer's (allowed 1.0e-05); episodes were not played.")
                .contains("Most deviates entry 0 of the action: ")
                .endsWith(
                        "a copy computes something else than the trainer; another compiler or other options of it (CC), or"
                                + " another format may do.");
        assertThat(broken).contains("entry 0 of the action: NaN instead of ").doesNotContain("mean return NaN");
    }

    /** Two large weights that cancel: single precision loses the difference in any implementation. */
    @Test
    void whereUnitsCancelTheTrainersOwnErrorIsTold() {
        float large = 3e5f;
        var cancelling = new TrainedPolicy(
                TRAINED.env(),
                100,
                0,
                5,
                new Policy(
                        new PolicyNetwork(List.of(
                                new Layer(
                                        4,
                                        2,
                                        new float[] {0.1f, 1, 0, 0, 0.3f, 1, 0, 0.1f},
                                        new float[] {100, 100},
                                        Activation.NONE,
                                        false),
                                new Layer(2, 1, new float[] {large, -large}, new float[1], Activation.NONE, false))),
                        TRAINED.policy().range()));
        try (Rollouts played = new Rollouts(cancelling)) {
            Controller copy = (observation, action) -> action[0] = Double.NaN;

            assertThat(Refusal.of(Agreement.of("a copy", copy, played), played))
                    .contains("The trainer's own actions are off by ", "Its units cancel each other");
        }
    }

    @Test
    void anAnswerThatIsNoNumberIsADeviation() {
        double[] calls = {0};
        Controller copy = (observation, action) -> {
            TRAINED.policy().act(observation, action);
            // Among the golden vectors, before whole episodes are run.
            action[0] = calls[0]++ == 5 ? Double.NaN : action[0];
        };

        assertThat(Agreement.of("a copy", copy, rollouts).holds()).isFalse();
    }

    /** A copy that is right on all golden vectors, and does nothing in episodes. */
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

    /** Golden actions of another policy: no file may be left behind. */
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

    /** A header can be made for any file name. */
    @ParameterizedTest
    @ValueSource(strings = {"~.h", "\u00e9.h", "\u65b9\u7b56.h", "2nd.h", "_", ".h", "a_.h", "x\ny.h"})
    void anyNameOfAFileCanBeginNames(String name) {
        var policy = TRAINED.policy();

        assertThat(CHeader.of(
                        policy, Exporter.identifier(Path.of(name)), RandomPolicy.FACTS, RandomPolicy.golden(policy)))
                .contains("_act(const float *observation");
    }

    @Test
    void aNameOfAFileBecomesAnIdentifier() {
        assertThat(Exporter.identifier(Path.of("out/hopper.h"))).isEqualTo("hopper");
        assertThat(Exporter.identifier(Path.of("Hopper-v5 best.v2.h"))).isEqualTo("Hopper_v5_best_v2");
        assertThat(Exporter.identifier(Path.of("2nd.h"))).isEqualTo("policy_2nd");
        assertThat(Exporter.identifier(Path.of("__.h"))).isEqualTo("policy");
        assertThat(Exporter.identifier(Path.of("~.h"))).isEqualTo("policy");
        assertThat(Exporter.identifier(Path.of(".h"))).isEqualTo("policy");
        assertThat(Exporter.identifier(Path.of("\u65b9\u7b56.h"))).isEqualTo("policy");
        assertThat(Exporter.identifier(Path.of("\u00e9.h"))).isEqualTo("e");
        assertThat(Exporter.identifier(Path.of("re\u0301sultat \u65b9 2.h"))).isEqualTo("resultat_2");
        assertThat(Exporter.identifier(Path.of("\u0663.h"))).isEqualTo("policy");
        assertThat(Exporter.identifier(Path.of("\u00b2.h"))).isEqualTo("policy_2");
        assertThat(Exporter.identifier(Path.of("a".repeat(31) + "-" + "b".repeat(99) + ".h")))
                .isEqualTo("a".repeat(31));
    }
}
