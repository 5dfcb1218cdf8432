package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.agent.sac.SacConfig;
import dev.espalier.config.RunConfig.Checkpointing;
import dev.espalier.config.RunConfig.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is complete and reads back bit by bit. */
class ConfigFileTest {

    @TempDir
    Path folder;

    private RunConfig roundTrip(RunConfig config) throws IOException {
        return ConfigFile.read(Files.writeString(folder.resolve("config.yml"), ConfigFile.toYaml(config)));
    }

    @Test
    void everyValueSurvivesExactly() throws IOException {
        var random = new Random(11);
        for (int i = 0; i < 200; i++) {
            RunConfig config = draw(random);
            assertThat(roundTrip(config)).isEqualTo(config);
        }
    }

    /** Settings across the whole range of each type: denormal and huge doubles, extreme longs, odd names. */
    private static RunConfig draw(Random random) {
        var hidden = new ArrayList<Integer>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            hidden.add(1 + random.nextInt(32_768));
        }
        List<String> names = List.of("Hopper-v5", "null", "5", "true", "a: b # c", "é\"'\n", "~", " x ", "1e3", "=");
        return new RunConfig(
                names.get(random.nextInt(names.size())),
                "sac",
                names.get(random.nextInt(names.size())),
                1 + random.nextLong(Long.MAX_VALUE - 1),
                random.nextLong(),
                random.nextBoolean() ? "cpu" : "cuda",
                random.nextInt(100),
                1 + random.nextInt(100),
                random.nextLong(Long.MAX_VALUE),
                1000 + random.nextInt(1000),
                new Evaluation(1 + random.nextInt(9), 1 + random.nextInt(9)),
                new Checkpointing(1 + random.nextInt(9), 2 + random.nextInt(9)),
                1 + random.nextInt(9),
                new SacConfig(
                        hidden,
                        positive(random),
                        random.nextDouble(),
                        Math.nextUp(random.nextDouble()),
                        1 + random.nextInt(1000),
                        1 + random.nextInt(9),
                        positive(random),
                        positive(random),
                        random.nextBoolean(),
                        random.nextBoolean() ? null : -positive(random)));
    }

    private static double positive(Random random) {
        double value = Double.longBitsToDouble(random.nextLong() >>> 1);
        return value > 0 && Double.isFinite(value) ? value : Double.MIN_VALUE;
    }

    @Test
    void theFileAlsoServesAsTheUsersFile() throws IOException {
        var loader = new ConfigLoader(List.of("Hopper-v5"));
        RunConfig config = loader.load(new ConfigRequest(
                null, List.of("sac.tau=0.3"), Map.of("--env", "Hopper-v5", "--preset", "sac-big", "--steps", "7")));
        Path file = Files.writeString(folder.resolve("config.yml"), ConfigFile.toYaml(config));

        assertThat(loader.load(new ConfigRequest(file, List.of(), Map.of()))).isEqualTo(config);
    }

    @Test
    void refusesAFileThatLeavesASettingOut() throws IOException {
        String text = ConfigFile.toYaml(draw(new Random(5)));
        assertThat(text).contains("  tau: ");
        Path file = Files.writeString(folder.resolve("config.yml"), text.replaceAll("  tau: .*\n", ""));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.read(file))
                .withMessage(file + ": 'sac.tau' is missing; a run's configuration names every setting");
    }
}
