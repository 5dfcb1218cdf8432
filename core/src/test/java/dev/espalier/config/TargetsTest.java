package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.prune.PruneConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Target sizes in users' units. */
class TargetsTest {

    private final ConfigLoader loader = new ConfigLoader(List.of("Hopper-v5"));

    @TempDir
    private Path folder;

    private RunConfig load(Map<String, String> options, String... settings) {
        return loader.load(new ConfigRequest(null, List.of(settings), options));
    }

    @ParameterizedTest
    @CsvSource({
        "--target-params, 15k, 15000",
        "--target-params, 333, 333",
        "--target-kib, 32, 8192",
        "--target-kib, 0.5, 128"
    })
    void areGivenAsParametersOrBytes(String option, String value, int parameters) {
        PruneConfig prune = load(Map.of(option, value)).prune();

        assertThat(prune.target()).isEqualTo(new PruneConfig.Target(parameters, null));
        assertThat(prune.nu()).as("what the preset says does not count").isEqualTo(new PruneConfig.ByRole(0, 0, 0));
    }

    @Test
    void bothKinds() {
        assertThat(load(Map.of("--target-params", "15k", "--target-trained", "200k"))
                        .prune()
                        .target())
                .isEqualTo(new PruneConfig.Target(15_000, 200_000));
    }

    @Test
    void withoutATargetThePresetPresses() {
        assertThat(load(Map.of("--preset", "prune-b")).prune().nu()).isEqualTo(new PruneConfig.ByRole(2, 0.7, 7));
        assertThat(load(Map.of()).prune().target()).isEqualTo(PruneConfig.Target.NONE);
    }

    /** The same run again from its configuration. */
    @Test
    void theResolvedConfigurationSaysTheSame() throws IOException {
        RunConfig config = load(Map.of("--target-params", "15k"), "steps=100k", "prune.warmup_end=20k");
        Path file = Files.writeString(folder.resolve("config.yml"), ConfigFile.toYaml(config));

        assertThat(loader.load(new ConfigRequest(file, List.of(), Map.of()))).isEqualTo(config);
        assertThat(ConfigFile.read(file)).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --target-kib    | no    | seed=1                | --target-kib no: expected a size in KiB above 0, such as --target-kib 32
            --target-kib    | -3    | seed=1                | --target-kib -3: expected a size in KiB above 0, such as --target-kib 32
            --target-params | 0     | seed=1                | --target-params 0: prune.target.deployed is 0; give a whole number of at least 1
            --target-params | 1.5   | seed=1                | --target-params 1.5: prune.target.deployed expects a whole number, got '1.5'
            --target-params | 15k   | preset=ofe            | --target-params 15k: prune.target.deployed is given, but gates is false, so that no unit is removed; choose a preset that prunes
            --target-params | 15k   | prune.nu.policy=2     | --set prune.nu.policy=2: prune.nu.policy is above 0, but with target.deployed the pressure is found on the way; give 0, or no target
            --target-params | 15k   | prune.target.trained=9k | --set prune.target.trained=9k: prune.target.trained is 9000, but what is deployed is trained, too, and target.deployed is 15000; give more, or no target
            --seed          | 1     | prune.method=magnitude | --set prune.method=magnitude: prune.method is magnitude, which needs a size to prune to; give target.deployed or target.trained, or method theta
            --target-params | 15k   | prune.round_at=1      | --set prune.round_at=1: prune.round_at is 1, so that nothing would be learnt with networks of the wanted size; give less
            --seed          | 1     | prune.method=best     | --set prune.method=best: prune.method is 'best'; give theta or magnitude or random
            --seed          | 1     | prune.estimator=best  | --set prune.estimator=best: prune.estimator is 'best'; give weighted or straight_through
            --seed          | 1     | prune.price=free      | --set prune.price=free: prune.price is 'free'; give cost or uniform
            """)
    void whatContradictsIsRefused(String option, String value, String setting, String message) {
        assertThatThrownBy(() -> load(Map.of(option, value), setting))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }
}
