package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.agent.td3.Td3Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent of a configuration, and the presets and settings that go with it. */
class ConfigAgentsTest {

    private final ConfigLoader loader = new ConfigLoader(List.of("Hopper-v5"));

    @TempDir
    Path folder;

    private RunConfig load(List<String> assignments, Map<String, String> options) {
        return loader.load(new ConfigRequest(null, assignments, options));
    }

    @Test
    void aPresetMeansTheSameForEveryAgent() {
        RunConfig td3 = load(List.of(), Map.of("--agent", "td3", "--preset", "prune-b"));
        RunConfig sac = load(List.of(), Map.of("--agent", "sac", "--preset", "prune-b"));

        assertThat(td3.learner())
                .isEqualTo(new Td3Config(List.of(512, 512), 3e-4, 0.99, 0.005, 256, 1, 2, 0.1, 0.2, 0.5, false));
        assertThat(td3.prune()).isEqualTo(sac.prune());
        assertThat(td3.ofe()).isEqualTo(sac.ofe());
    }

    @Test
    void aPresetOfAnotherAgentIsRefused() {
        assertThatThrownBy(() -> load(List.of(), Map.of("--agent", "td3", "--preset", "sac-big")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--agent td3: preset sac-big is of agent sac, but the agent is td3; choose preset plain or"
                        + " another that 'espalier presets' lists");
    }

    @Test
    void settingsOfAnotherAgentAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), "agent: td3\ntd3:\n  tau: 0.1\nsac:\n  tau: 0.2\n");

        assertThatThrownBy(() -> loader.load(new ConfigRequest(file, List.of(), Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":5: sac.tau has no effect on agent td3 (" + file
                        + ":1); leave it out, or choose its agent");
    }

    @Test
    void titlesAreThoseOfThePaperWhereItHasThem() {
        assertThat(Presets.title("sac", "plain")).isEqualTo("sac-plain");
        assertThat(Presets.title("sac", "plain-big")).isEqualTo("sac-plain-big");
        assertThat(Presets.title("sac", "sac-big")).isEqualTo("sac-big");
        assertThat(Presets.title("sac", "sac")).isEqualTo("sac");
        assertThat(Presets.title("sac", "prune-b")).isEqualTo("prune-b");
        assertThat(Presets.title("td3", "plain")).isEqualTo("td3");
        assertThat(Presets.title("td3", "plain-big")).isEqualTo("td3-big");
        assertThat(Presets.title("td3", "prune-b")).isEqualTo("td3-prune-b");
    }

    @Test
    void everyAgentHasEveryPreset() {
        for (String agent : ConfigLoader.agents()) {
            for (Presets.Preset preset : Presets.all()) {
                if (!preset.name().startsWith("sac")) {
                    RunConfig config = load(List.of(), Map.of("--agent", agent, "--preset", preset.name()));
                    assertThat(config.agent()).isEqualTo(agent);
                    assertThat(config.prune().gates()).isEqualTo(preset.name().startsWith("prune"));
                }
            }
        }
    }

    /** The preset's agent is not a value that the file could contradict. */
    @Test
    void aFileMayNameTheAgentThatThePresetIsOf() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), "agent: sac\nsteps: 5000\n");

        RunConfig config = loader.load(new ConfigRequest(file, List.of(), Map.of("--preset", "sac-big")));

        assertThat(config.preset()).isEqualTo("sac-big");
    }

    @Test
    void sizesOfTheFileContradictEveryPresetOfTheCommandLine() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), "sac:\n  hidden: [8]\n");

        for (String preset : List.of("sac", "plain", "ofe")) {
            assertThatThrownBy(() -> loader.load(new ConfigRequest(file, List.of(), Map.of("--preset", preset))))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("--preset %s: preset %s decides sac.hidden, which %s:2 gives; take it out of the file,"
                                    .formatted(preset, preset, file)
                            + " or choose no preset");
        }
    }

    @Test
    void aConfigurationOfTwoAgentsIsNotWritten() {
        RunConfig sac = load(List.of(), Map.of("--preset", "plain"));
        RunConfig td3 = load(List.of(), Map.of("--agent", "td3", "--preset", "plain"));
        var mixed = new RunConfig(
                sac.env(),
                "td3",
                sac.preset(),
                sac.steps(),
                sac.seed(),
                sac.device(),
                sac.precision(),
                sac.threads(),
                sac.environments(),
                sac.randomSteps(),
                sac.replayCapacity(),
                sac.learningRateSchedule(),
                sac.evaluation(),
                sac.checkpoint(),
                sac.logEvery(),
                sac.learner(),
                sac.ofe(),
                sac.prune(),
                sac.structure());

        assertThat(ConfigFile.toYaml(td3)).contains("agent: td3");
        assertThatThrownBy(() -> ConfigFile.toYaml(mixed))
                .isInstanceOf(ConfigException.class)
                .hasMessage("agent is td3, but its settings are a SacConfig; give both of one agent");
    }

    /** It cannot learn from random actions. */
    @Test
    void anAgentOfRolloutsBeginsWithoutRandomSteps() {
        for (String preset : List.of("plain", "ofe", "prune-b")) {
            RunConfig ppo = load(List.of(), Map.of("--agent", "ppo", "--preset", preset));

            assertThat(ppo.randomSteps()).isZero();
            assertThat(ppo.ofe().pretrainUpdates()).isZero();
        }
        Map<String, String> ppo = Map.of("--agent", "ppo", "--preset", "plain");
        assertThatThrownBy(() -> load(List.of("random_steps=100"), ppo))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--set random_steps=100: random_steps is 100, but ppo learns from the actions of its own policy"
                                + " alone; give 0");
        assertThatThrownBy(() -> load(List.of("ofe.pretrain_updates=100"), Map.of("--agent", "ppo", "--preset", "ofe")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--set ofe.pretrain_updates=100: ofe.pretrain_updates is 100, but ppo has no random steps to"
                                + " learn from before; give 0");
        assertThat(load(List.of("replay_capacity=1"), ppo).replayCapacity())
                .as("of no concern to it")
                .isEqualTo(1);
        assertThatThrownBy(() -> load(List.of("ppo.rollout=63"), ppo))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(": ppo.batch is 64, more than a rollout has steps; give at most rollout, 63");
    }

    /** Otherwise a run would end silently without learning or pruning. */
    @Test
    void thereIsARolloutInEachPhase() {
        Map<String, String> plain = Map.of("--agent", "ppo", "--preset", "plain");
        assertThat(load(List.of("steps=2048"), plain).steps()).isEqualTo(2048);
        assertThatThrownBy(() -> load(List.of("steps=2047"), plain))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--set steps=2047: steps is 2047, fewer than a rollout has (ppo.rollout 2048, environments 1):"
                                + " nothing would be learnt; give at least 2048");
        Map<String, String> pruned = Map.of("--agent", "ppo", "--preset", "prune-b");
        // Theta is free from step 1200 on and rounded at step 8000; rollouts end at 2048 ... 8192, or at 16384.
        assertThat(load(List.of("steps=10000"), pruned).steps()).isEqualTo(10_000);
        assertThatThrownBy(() -> load(List.of("steps=20000", "environments=8"), pruned))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--set steps=20000: steps is 20000: no rollout of 16384 steps (ppo.rollout 2048, environments 8) ends while"
                                + " theta moves, from step 600 on, or none after it is rounded, from step 13000 on; give more steps");
        // The first ends at 16384, after the rounding.
        assertThatThrownBy(() -> load(List.of("steps=20000", "environments=8", "prune.warmup_end=0"), pruned))
                .hasMessageContaining("ends while theta moves, from step 0 on");
        // The last one ends at 2048, before theta is rounded at step 2600.
        assertThatThrownBy(() -> load(List.of("steps=4000"), pruned)).hasMessageContaining("none after it is rounded");
    }

    @Test
    void aNetworkThatTheAgentDoesNotHaveHasNoSizes() {
        assertThatThrownBy(() -> load(List.of("structure.value=[5, 5]"), Map.of("--agent", "td3", "--preset", "plain")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--set structure.value=[5, 5]: structure.value is [5, 5], but agent td3 has no such network;"
                                + " give []");
    }
}
