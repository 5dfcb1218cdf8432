package dev.espalier.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.WeightFormat;
import dev.espalier.run.TrainedPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is lost by rounding, in numbers worked by hand and on the pendulum. */
class RoundingLossTest {

    private static RoundingLoss loss(double trainers, double rounded) {
        return new RoundingLoss(WeightFormat.INT8, 1000, 0.01, rounded, trainers, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "200, 190, 5",
        "-200, -210, 5",
        "200, 210, -5",
        "-200, -190, -5",
        "10, -10, 200",
        "7, 7, 0",
        "0, 0, 0",
        "0, -1, Infinity",
        "0, 1, -Infinity",
    })
    void aFallCountsInPercentOfTheSizeWhateverTheSign(double trainers, double rounded, double percent) {
        assertThat(loss(trainers, rounded).percent()).isEqualTo(percent);
    }

    @Test
    void aLossUpToTheAllowedOneIsAccepted() {
        assertThatCode(() -> loss(200, 190).requireAtMost(5)).doesNotThrowAnyException();
        assertThatCode(() -> loss(-200, -190).requireAtMost(0)).doesNotThrowAnyException();
        assertThatThrownBy(() -> loss(200, 190).requireAtMost(4.9))
                .isInstanceOf(BadTargetException.class)
                .hasMessage(
                        "--weights int8: the mean return of 10 episodes falls from 200.00 to 190.00, a loss of 5.00 %,"
                                + " and --allow-loss is 4.9 %; nothing was written. Choose another format of weights, or allow more");
        assertThatThrownBy(() -> loss(200, Double.NaN).requireAtMost(100)).isInstanceOf(BadTargetException.class);
    }

    /** A return of half an episode may look better than that of a whole one. */
    @Test
    void moreEpisodesThatTheSimulatorGaveUpAreRefused() {
        var lost = new RoundingLoss(WeightFormat.INT4, 1000, 0.5, -100, -200, 3, 1);

        assertThatThrownBy(() -> lost.requireAtMost(1000))
                .isInstanceOf(BadTargetException.class)
                .hasMessage(
                        "--weights int4: with these weights the simulator gave up 3 of 10 episodes, with those of the"
                                + " trainer 1; nothing was written. Choose another format of weights");
    }

    @Test
    void itSaysWhatWasMeasured() {
        assertThat(loss(-200, -210))
                .hasToString(
                        "int8: actions on 1000 observations within 1.0e-02 of the trainer's, mean return of 10 episodes"
                                + " -210.00 (trainer -200.00), a loss of 5.00 %");
    }

    /** Of the weights 3 and 0.2, int4 has the scale 3/7 and rounds 0.2 / (3/7) = 0.47 to 0: it does not see the fall. */
    @Test
    void onThePendulumItIsTheDifferenceOfReturnsAndActions() {
        var policy = new Policy(
                new PolicyNetwork(
                        List.of(new Layer(4, 1, new float[] {0.2f, 3, 0, 0.2f}, new float[1], Activation.NONE, false))),
                new ActionRange(new double[] {-3}, new double[] {3}));
        var trained = new TrainedPolicy("InvertedPendulum-v5", 100, 0, 5, policy);
        RoundedPolicy rounded = RoundedPolicy.of(policy, WeightFormat.INT4);
        try (Rollouts trainers = new Rollouts(trained);
                Rollouts played = new Rollouts(trained.with(rounded.policy()), "rounded policy")) {
            RoundingLoss loss = RoundingLoss.of(WeightFormat.INT4, trainers, rounded.policy(), played);

            double largest = trainers.golden().stream()
                    .mapToDouble(vector -> Math.abs(Math.tanh(3 * vector.observation()[1])
                            - Math.tanh(3 * vector.observation()[1]
                                    + 0.2 * (vector.observation()[0] + vector.observation()[3]))))
                    .max()
                    .orElseThrow();
            assertThat(loss.deviation()).isCloseTo(largest, within(1e-6)).isGreaterThan(1e-3);
            assertThat(loss.observations()).isEqualTo(trainers.golden().size());
            assertThat(loss.meanReturn())
                    .isEqualTo(trainers.returns(rounded.policy()).stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElseThrow());
            assertThat(loss.trainersReturn()).isEqualTo(trainers.meanReturn()).isNotEqualTo(loss.meanReturn());
        }
    }
}
