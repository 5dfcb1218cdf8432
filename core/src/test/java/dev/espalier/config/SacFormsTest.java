package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.agent.sac.SacConfig;
import dev.espalier.architecture.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which form of SAC a preset and the setting {@code value_network} choose. */
class SacFormsTest {

    private final ConfigLoader loader = new ConfigLoader(List.of("Hopper-v5"));

    @TempDir
    Path folder;

    private RunConfig load(String preset, String... assignments) {
        return loader.load(new ConfigRequest(null, List.of(assignments), Map.of("--preset", preset)));
    }

    private static List<String> networks(RunConfig config) {
        return config.learner().networks(3).stream().map(NetworkSpec::name).toList();
    }

    /** The defaults of Stable-Baselines3's SAC, but for tau and the policy's Gaussian, which are the same in all. */
    @ParameterizedTest
    @CsvSource({"plain, 256", "plain-big, 1024"})
    void plainIsTheFormOfToday(String preset, int hidden) {
        RunConfig plain = load(preset);

        assertThat(plain.learner())
                .isEqualTo(new SacConfig(
                        List.of(hidden, hidden), false, 3e-4, 0.99, 0.005, 256, 1, 1, 1, true, null, false));
        assertThat(networks(plain)).containsExactly("policy", "q1", "q2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sac", "sac-big", "ofe", "ofe-big", "prune", "prune-a", "prune-b", "prune-c"})
    void everyOtherPresetHasThePapers(String preset) {
        var learner = (SacConfig) load(preset).learner();

        assertThat(learner)
                .isEqualTo(new SacConfig(learner.hidden(), true, 3e-4, 0.99, 0.005, 256, 1, 5, 1, false, null, false));
    }

    @Test
    void thePresetsOfOnePairDifferInTheAgentAlone() {
        assertThat(load("plain").ofe()).isEqualTo(load("sac").ofe());
        assertThat(load("plain").prune()).isEqualTo(load("sac").prune());
        assertThat(load("plain-big").prune()).isEqualTo(load("sac-big").prune());
    }

    @Test
    void theSettingChoosesTheForm() {
        assertThat(networks(load("prune", "sac.value_network=false", "prune.target.deployed=9000")))
                .containsExactly("policy", "q1", "q2");
        assertThat(networks(load("plain", "sac.value_network=true"))).containsExactly("policy", "value", "q1", "q2");
    }

    /** A preset's settings of SAC are no settings of TD3. */
    @Test
    void plainChangesNothingOfOtherAgents() throws IOException {
        RunConfig td3 = load("plain", "agent=td3");
        Path file = Files.writeString(folder.resolve("config.yml"), ConfigFile.toYaml(td3));

        assertThat(td3.learner()).isEqualTo(load("ofe", "agent=td3").learner());
        assertThat(Files.readString(file)).doesNotContain("sac");
        assertThat(ConfigFile.read(file)).isEqualTo(td3);
    }

    @Test
    void sizesOfAValueNetworkThatIsNotThereAreRefused() {
        assertThatThrownBy(() -> load("plain", "structure.value=[5, 5]"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--set structure.value=[5, 5]: structure.value is [5, 5], but agent sac has no such network;"
                                + " give []");
    }

    @Test
    void aFileMayNotContradictPlain() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), "sac:\n  reward_scale: 5\n");

        assertThatThrownBy(() -> loader.load(new ConfigRequest(file, List.of(), Map.of("--preset", "plain"))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--preset plain: preset plain decides sac.reward_scale, which " + file
                        + ":2 gives; take it out of the file, or choose no preset");
    }

    /** Before November 2026 there was no other form. */
    @Test
    void aFileOfAnEarlierVersionHasAValueNetwork() throws IOException {
        RunConfig sac = load("sac");
        String text = ConfigFile.toYaml(sac);
        assertThat(text).contains("  value_network: true\n");
        Path earlier = Files.writeString(folder.resolve("config.yml"), text.replace("  value_network: true\n", ""));

        assertThat(ConfigFile.read(earlier)).isEqualTo(sac);
    }
}
