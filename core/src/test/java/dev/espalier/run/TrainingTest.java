package dev.espalier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.config.ConfigException;
import dev.espalier.env.BadEnvironmentException;
import dev.espalier.env.BoxSpace;
import dev.espalier.env.Environment;
import dev.espalier.env.EnvironmentProvider;
import dev.espalier.env.EnvironmentSpec;
import dev.espalier.env.Step;
import dev.espalier.run.files.RunDirectoryException;
import dev.espalier.run.loop.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training from a program, on a task that no file names. */
class TrainingTest {

    @TempDir
    Path folder;

    /** A point that is pushed to 0; its episodes of 20 steps cannot be saved. */
    private static class Point implements Environment {

        private double position;
        private int steps;

        @Override
        public String id() {
            return "Point-v0";
        }

        @Override
        public BoxSpace observationSpace() {
            return BoxSpace.unbounded(1);
        }

        @Override
        public BoxSpace actionSpace() {
            return new BoxSpace(new double[] {-1}, new double[] {1});
        }

        @Override
        public double[] reset(long seed) {
            position = new SplittableRandom(seed).nextDouble(-1, 1);
            steps = 0;
            return new double[] {position};
        }

        @Override
        public Step step(double[] action) {
            position += 0.1 * action[0];
            steps++;
            return new Step(new double[] {position}, 1 - Math.abs(position), false, steps == 20, Map.of());
        }
    }

    private static Training small(Training training) {
        return training.preset("plain")
                .steps(300)
                .seed(2)
                .set("random_steps", 50)
                .set("threads", 1)
                .set("log_every", 50)
                .set("evaluation.every", 100)
                .set("evaluation.episodes", 2)
                .set("checkpoint.every", 50);
    }

    private static Training sac() {
        return small(Training.sac())
                .set("sac.hidden", List.of(16, 16))
                .set("sac.batch", 16)
                .environment(Point::new);
    }

    @Test
    void trainsOnASuppliedTaskAndTellsItsResult() {
        List<Long> heard = new ArrayList<>();
        var made = new AtomicInteger();
        TrainingRun.Result result = sac().environment(() -> {
                    made.incrementAndGet();
                    return new Point();
                })
                .listener(new RunListener() {
                    @Override
                    public void onEvaluation(long step, List<Double> returns) {
                        heard.add(step);
                    }
                })
                .run(folder.resolve("run"));

        assertThat(result.outcome()).isEqualTo(TrainingRun.Outcome.FINISHED);
        assertThat(heard).containsExactly(100L, 200L, 300L);
        assertThat(result.evaluations())
                .extracting(TrainingRun.Evaluation::step)
                .isEqualTo(heard);
        assertThat(result.lastEvaluation()).isNotNull();
        // 1 input, 16 and 16 units, the mean and log sigma of 1 entry: weights and biases.
        assertThat(result.now().deployed())
                .isEqualTo(result.before().deployed())
                .isEqualTo(32 + 272 + 34);
        double[] action = new double[1];
        result.policy().policy().act(new double[] {0.5}, action);
        assertThat(action[0]).isBetween(-1.0, 1.0);
        assertThat(made)
                .as("training and evaluation have environments of their own")
                .hasValueGreaterThan(2);
    }

    @Test
    void stopsWhenAskedAndGoesOnWithNewEpisodes() {
        Path run = folder.resolve("run");
        var steps = new AtomicInteger();
        TrainingRun.Result stopped = sac().listener(new RunListener() {
                    @Override
                    public void onStep(Progress progress) {
                        steps.incrementAndGet();
                    }
                })
                .stopWhen(() -> steps.get() >= 110)
                .run(run);
        assertThat(stopped.outcome()).isEqualTo(TrainingRun.Outcome.INTERRUPTED);
        List<String> messages = new ArrayList<>();

        TrainingRun.Result result = Training.resume(run)
                .environment(Point::new)
                .steps(400)
                .listener(new RunListener() {
                    @Override
                    public void onMessage(String message) {
                        messages.add(message);
                    }
                })
                .run();

        assertThat(result.policy().step()).isEqualTo(400);
        assertThat(messages)
                .contains(
                        "the task cannot save its episodes: those that were running (1) are dropped and new ones begin,"
                                + " so the run does not end with the bits of one without a break");
    }

    /** A rollout is in the middle of an episode when the run stops. */
    @Test
    void ppoGoesOnWithANewEpisodeInTheMiddleOfARollout() {
        Path run = folder.resolve("run");
        var steps = new AtomicInteger();
        small(Training.ppo())
                .set("random_steps", 0)
                .set("ppo.hidden", List.of(16, 16))
                .set("ppo.rollout", 40)
                .set("ppo.batch", 8)
                .environment(Point::new)
                .stopWhen(() -> steps.incrementAndGet() >= 70)
                .run(run);

        TrainingRun.Result result = Training.resume(run).environment(Point::new).run();

        assertThat(result.policy().step()).isEqualTo(300);
        assertThat(TestRuns.digest(run)).isNotEmpty();
    }

    @Test
    void errorsNameTheCall() {
        assertThatThrownBy(() -> Training.sac().steps(0).settings())
                .isInstanceOf(ConfigException.class)
                .hasMessage("steps(0): steps is 0; give a whole number of at least 1");
        assertThatThrownBy(() -> Training.sac().preset("prunes").settings())
                .hasMessageStartingWith("preset(prunes): preset is 'prunes', ");
        assertThatThrownBy(() -> Training.sac().set("sac.taus", 0.1).settings())
                .hasMessage("set(sac.taus, 0.1): unknown key 'sac.taus'; did you mean 'sac.tau'?");
        assertThatThrownBy(() -> Training.td3().set("sac.tau", 0.1).settings())
                .hasMessageContaining("set(sac.tau, 0.1): sac.tau has no effect on agent td3 (td3())");
        assertThatThrownBy(() -> Training.sac().environment("Hoper-v5").settings())
                .hasMessageStartingWith("environment(Hoper-v5): env is 'Hoper-v5', ");
        assertThatThrownBy(() -> Training.sac().stopAt(Double.NaN).settings()).hasMessageStartingWith("stopAt(NaN): ");
        assertThatThrownBy(() -> Training.agent("dqn").settings()).hasMessageStartingWith("agent(dqn): ");
        assertThatThrownBy(
                        () -> Training.sac().preset("plain").targetParameters(0).settings())
                .hasMessageStartingWith("targetParameters(0): ");
    }

    @Test
    void anEnvironmentThatCannotBeUsedIsRefusedAtOnce() {
        assertThatThrownBy(() -> Training.sac().environment(() -> null))
                .isInstanceOf(BadEnvironmentException.class)
                .hasMessage("no environment can be made: the supplier returned null");
        assertThatThrownBy(() -> Training.sac().environment(() -> new Point() {
                    @Override
                    public String id() {
                        return "my point";
                    }
                }))
                .isInstanceOf(BadEnvironmentException.class)
                .hasMessageContaining("a task cannot have the id 'my point'");
    }

    @Test
    void aRunGoesOnOnItsOwnTaskAlone() {
        Path run = folder.resolve("run");
        sac().stopWhen(() -> true).run(run);

        assertThatThrownBy(() -> Training.resume(run).run())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("config.yml: unknown environment 'Point-v0'");
        assertThatThrownBy(() -> Training.resume(run)
                        .environment(() -> new Point() {
                            @Override
                            public String id() {
                                return "Other-v0";
                            }
                        })
                        .run())
                .hasMessageEndingWith("the run is on Point-v0, but the environment that is given is Other-v0");
        assertThatThrownBy(() -> sac().run(run)).isInstanceOf(RunDirectoryException.class);
    }

    /** A provider tells the time limit, which is enforced. */
    @Test
    void aProviderIsTakenAsItIs() {
        var provider = new EnvironmentProvider() {
            @Override
            public EnvironmentSpec spec() {
                return new EnvironmentSpec("Point-v0", 1, 1, 15, "too short");
            }

            @Override
            public Environment make() {
                return new Point();
            }
        };

        assertThatThrownBy(() -> sac().environment(provider).run(folder.resolve("run")))
                .isInstanceOf(BadEnvironmentException.class)
                .hasMessageContaining("its provider tells of at most 15 steps");
    }
}
