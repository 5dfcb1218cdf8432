package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import dev.espalier.agent.Agent;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.config.RunConfig;
import dev.espalier.env.Environments;
import dev.espalier.run.loop.Evaluator;
import dev.espalier.run.loop.Policies;
import dev.espalier.run.loop.RunListener;
import dev.espalier.run.loop.Trainer;
import dev.espalier.run.loop.Workshop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The purpose of Espalier on real MuJoCo: an agent with extractors learns while it is pruned. */
class PruningLearningTest {

    /** Reward and temperature are a tenth of the usual: values of 90 need fewer updates than those of 900. */
    private static final RunConfig CONFIG = TestRuns.config(
            "preset=prune-b",
            "env=InvertedDoublePendulum-v5",
            "steps=30000",
            "random_steps=500",
            "seed=2",
            "evaluation.every=2000",
            "ofe.units=16",
            "ofe.layers=2",
            "ofe.pretrain_updates=500",
            "sac.hidden=[64, 64]",
            "sac.batch=64",
            "sac.tau=0.02",
            "sac.learning_rate=2e-3",
            "sac.reward_scale=0.1",
            "sac.temperature=0.1",
            "prune.theta_learning_rate=3e-3",
            "prune.warmup_end=0.08",
            "prune.round_at=0.2",
            "prune.gamma=0.5",
            "prune.nu.ofe=3",
            "prune.nu.policy=0.5",
            "prune.nu.critic=10");

    /** Mean returns of the evaluations so far, of agents with gates and without. */
    private record Means(List<Double> gated, List<Double> decided) {

        void add(Agent agent, double mean) {
            (agent.theta().isEmpty() ? decided : gated).add(mean);
        }

        /** An agent with gates may be good as well, but it is not the one to deploy. */
        boolean hasLearnt() {
            return !decided.isEmpty() && decided.getLast() >= 8000;
        }
    }

    /**
     * InvertedDoublePendulum gives a bit more than 9 for each of at most 1000 steps while both poles stand; a random
     * policy falls after about 6. Theta is rounded at step 6000. The step at which 8000 is reached depends on the
     * processor's arithmetic, hence the wide limit: on one machine seeds 1 to 3 took 10 000 steps.
     */
    @Test
    @Timeout(180)
    void thePrunedAgentBalancesTheInvertedDoublePendulum() {
        Means means = new Means(new ArrayList<>(), new ArrayList<>());
        long start = System.nanoTime();
        ParameterCount before;
        ParameterCount after;
        try (Workshop workshop = Workshop.build(CONFIG, RunListener.NOBODY);
                Evaluator evaluator = new Evaluator(Environments.make(CONFIG.env()))) {
            Agent agent = workshop.agent();
            before = ParameterCount.of(agent.blueprint());
            Trainer trainer = workshop.trainer();
            trainer.resetAll();
            while (trainer.step() < CONFIG.steps() && !means.hasLearnt()) {
                boolean pretraining = trainer.isPretraining();
                trainer.advance();
                if (!pretraining && trainer.step() % CONFIG.evaluation().every() == 0) {
                    means.add(
                            agent,
                            evaluator
                                    .evaluate(
                                            Policies.of(agent, evaluator.actionSpace()), 10, episode -> 1000 + episode)
                                    .mean());
                }
            }
            after = ParameterCount.of(agent.blueprint());
        }
        System.out.printf(
                "InvertedDoublePendulum-v5: mean returns every 2000 steps %s with gates, then %s without, parameters"
                        + " %d -> %d trained, %d -> %d deployed, after %s%n",
                means.gated,
                means.decided,
                before.trained(),
                after.trained(),
                before.deployed(),
                after.deployed(),
                Duration.ofNanos(System.nanoTime() - start));
        assertThat(means.gated.getFirst()).as("before learning").isLessThan(500);
        assertThat(means.decided)
                .as("mean returns of the agent that has no gates any more")
                .last(DOUBLE)
                .isGreaterThanOrEqualTo(8000);
        assertThat((double) after.trained() / before.trained())
                .as("share of the trained parameters that is left")
                .isLessThanOrEqualTo(0.4);
        assertThat((double) after.deployed() / before.deployed())
                .as("share of the deployed parameters that is left")
                .isLessThanOrEqualTo(0.4);
    }
}
