package dev.espalier.cli.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.config.ConfigLoader;
import dev.espalier.config.ConfigRequest;
import dev.espalier.config.RunConfig;
import dev.espalier.policy.ActionRange;
import dev.espalier.policy.Policy;
import dev.espalier.policy.PolicyNetwork;
import dev.espalier.policy.PolicyNetwork.Activation;
import dev.espalier.policy.PolicyNetwork.Layer;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.loop.Evaluator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text and numbers of a card, from invented data. */
class CardTextTest {

    private static final String SHORT = "A short run";
    private static final String UNFINISHED = "not come to its end";
    private static final String ROUNDED = "decided for this card by rounding";
    private static final String BROKEN = "simulation broke down";

    private static Layer layer(int inputs, int outputs, boolean handsOn) {
        return new Layer(inputs, outputs, new float[inputs * outputs], new float[outputs], Activation.NONE, handsOn);
    }

    /** Two layers of an extractor, two hidden layers of a policy, one output. */
    private static Policy policy() {
        var network = new PolicyNetwork(List.of(
                layer(4, 3, true), layer(7, 2, true), layer(9, 6, false), layer(6, 5, false), layer(5, 1, false)));
        return new Policy(network, new ActionRange(new double[] {-3}, new double[] {3}));
    }

    private static RunConfig config(String preset, long steps) {
        return new ConfigLoader(List.of("InvertedPendulum-v5"))
                .load(new ConfigRequest(
                        null,
                        List.of(),
                        Map.of("--env", "InvertedPendulum-v5", "--preset", preset, "--steps", Long.toString(steps))));
    }

    private static Findings findings(String preset, long steps, long planned, boolean rounded, int broken) {
        return new Findings(
                new TrainedPolicy("InvertedPendulum-v5", steps, 0, 1234, policy()),
                rounded,
                config(preset, planned),
                new Origin(
                        List.of("0.1"), List.of("abc", "def"), List.of("a machine", "another"), "2026-01-02T03:04:05Z"),
                new Evaluator.Result(List.of(10.0, 20.0), List.of(30, 31), broken),
                7,
                0.125,
                new ActionTime(1.5, "this machine"),
                "a curve");
    }

    @Test
    void theFiguresAreTold() {
        assertThat(CardText.of(findings("prune-b", 1_000_000, 1_000_000, false, 0)))
                .contains(
                        "# InvertedPendulum-v5: SAC, preset prune-b\n",
                        "![a curve](curves.png)",
                        "| return, mean over 2 episodes | 15.00 |",
                        "| return, standard deviation over 2 episodes | 5.00 |",
                        "| episodes lost to the simulator | 0 |",
                        "| steps of an episode, mean | 30.5 |",
                        "| parameters deployed | 1 234 (12.5 % of the same agent's preset ofe on this task) |",
                        "| units of its hidden layers | feature extractor 3, 2; policy 6, 5 |",
                        // 15 + 16 + 60 + 35 + 6 numbers
                        "| weights as shipped | 528 bytes |",
                        "| one action in the Java runtime | 1.50 microseconds |",
                        "this machine: one measurement, not a benchmark",
                        "seed 7 decides",
                        "double[4], action: double[1]",
                        "| environment steps trained | 1 000 000 of 1 000 000 |",
                        "| machine | a machine; another |",
                        "| commit | abc, def |",
                        "Online Training and Pruning of Deep Reinforcement Learning Networks");
    }

    /** Names come from files. */
    @Test
    void whatIsNamedIsNoMarkup() {
        Findings sound = findings("prune-b", 1_000_000, 1_000_000, false, 0);
        var hostile = new Findings(
                sound.trained().named("<img src=x>\n# evil"),
                false,
                sound.config(),
                sound.origin(),
                sound.evaluation(),
                7,
                0.125,
                new ActionTime(1.5, "<script>1</script>"),
                "a curve](x)\n\n<b>");

        assertThat(CardText.of(hostile))
                .contains("# \\<img src=x\\> # evil: SAC, preset prune-b\n")
                .contains("![a curve\\](x) \\<b\\>](curves.png)")
                .doesNotContain("\n# evil", " <img", "<script>", " <b>");
    }

    @Test
    void aFullRunHasTheLimitsOfEveryRun() {
        assertThat(CardText.of(findings("prune-b", 1_000_000, 1_000_000, false, 0)))
                .contains("One run with one seed", "Simulation only", "does not show")
                .doesNotContain(SHORT, UNFINISHED, ROUNDED, BROKEN);
    }

    @Test
    void furtherLimitsAreToldWhereTheyHold() {
        assertThat(CardText.of(findings("prune-b", 999_999, 999_999, false, 0)))
                .contains(SHORT + ": 999\u00A0999 environment steps, where the paper trains for 1\u00A0000\u00A0000")
                .doesNotContain(UNFINISHED);
        assertThat(CardText.of(findings("prune-b", 1_000_000, 1_000_001, false, 0)))
                .contains(UNFINISHED + ": this is the policy of step 1\u00A0000\u00A0000 of 1\u00A0000\u00A0001")
                .doesNotContain(SHORT);
        assertThat(CardText.of(findings("prune-b", 1_000_000, 1_000_000, true, 0)))
                .contains(ROUNDED);
        assertThat(CardText.of(findings("prune-b", 1_000_000, 1_000_000, false, 1)))
                .contains("1 of the 2 episodes ended early because the " + BROKEN);
    }

    /** Programs compare scores, and the return of a lost episode is incomplete. */
    @Test
    void aScoreWithLostEpisodesIsNotInTheMetadata() {
        Findings lossy = findings("prune-b", 1_000_000, 1_000_000, false, 1);

        assertThat(FrontMatter.of(lossy)).contains("library_name: espalier").doesNotContain("mean_reward", "15.00");
        assertThat(FrontMatter.opens(FrontMatter.of(lossy))).isTrue();
        assertThat(CardText.of(lossy))
                .contains("| episodes lost to the simulator | 1 |", "So the metadata of this card have no score.");
        assertThat(FrontMatter.of(findings("prune-b", 1_000_000, 1_000_000, false, 0)))
                .contains("mean_reward", "15.00 +/- 5.00");
    }

    @Test
    void whatWasNotPrunedIsNotCalledPruned() {
        Findings plain = findings("sac", 1_000_000, 1_000_000, false, 0);
        assertThat(CardText.of(plain))
                .contains("Nothing was pruned.")
                .doesNotContain("pressure on units", "removed for good");
        assertThat(FrontMatter.of(plain)).doesNotContain("pruning");
        assertThat(FrontMatter.of(findings("prune-b", 1_000_000, 1_000_000, false, 0)))
                .contains("- pruning\n");
    }

    @Test
    void onlyACardOfOursIsTakenForOne() {
        String own = FrontMatter.of(findings("sac", 1_000_000, 1_000_000, false, 0));
        assertThat(FrontMatter.opens(own + "# Title")).isTrue();
        assertThat(FrontMatter.opens("# A title\n" + own)).isFalse();
        assertThat(FrontMatter.opens(own.replace("library_name: espalier", "library_name: other")))
                .isFalse();
        assertThat(FrontMatter.opens("---\nlibrary_name: [\n---\n")).isFalse();
        assertThat(FrontMatter.opens("---\nlibrary_name: espalier\n")).isFalse();
        assertThat(FrontMatter.opens("")).isFalse();
    }
}
