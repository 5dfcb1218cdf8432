package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.agent.AgentConfig;
import dev.espalier.agent.ofe.OfeConfig;
import dev.espalier.agent.sac.SacConfig;
import dev.espalier.agent.td3.Td3Config;
import dev.espalier.architecture.NetworkSpec;
import dev.espalier.config.RunConfig.Checkpointing;
import dev.espalier.config.RunConfig.Evaluation;
import dev.espalier.prune.LeaveOut;
import dev.espalier.prune.PruneConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A written configuration is complete and reads back exactly. */
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

    /** Settings over the whole range of each type: denormal and huge doubles, extreme longs, odd names. */
    private static RunConfig draw(Random random) {
        List<Integer> hidden = drawUnits(random, 1 + random.nextInt(4), 1, 32_768);
        List<String> names = List.of("Hopper-v5", "null", "5", "true", "a: b # c", "é\"'\n", "~", " x ", "1e3", "=");
        long steps = 1000 + random.nextLong(Long.MAX_VALUE - 1000);
        OfeConfig ofe = drawExtractors(random);
        boolean td3 = random.nextBoolean();
        AgentConfig learner = td3 ? drawTd3(random, hidden) : drawSac(random, hidden);
        return new RunConfig(
                names.get(random.nextInt(names.size())),
                td3 ? "td3" : "sac",
                names.get(random.nextInt(names.size())),
                steps,
                random.nextLong(),
                random.nextBoolean() ? "cpu" : "cuda",
                List.of("highest", "high", "medium").get(random.nextInt(3)),
                random.nextInt(100),
                1 + random.nextInt(100),
                1 + random.nextLong(steps / 100),
                1000 + random.nextInt(1000),
                random.nextBoolean() ? "constant" : "linear",
                new Evaluation(
                        1 + random.nextInt(9),
                        1 + random.nextInt(9),
                        random.nextBoolean() ? random.nextDouble() : null),
                new Checkpointing(1 + random.nextInt(9), 2 + random.nextInt(9)),
                1 + random.nextInt(9),
                learner,
                ofe,
                drawPruning(random),
                drawStructure(random, ofe, hidden.size(), learner));
    }

    private static SacConfig drawSac(Random random, List<Integer> hidden) {
        return new SacConfig(
                hidden,
                random.nextBoolean(),
                positive(random),
                random.nextDouble(),
                Math.nextUp(random.nextDouble()),
                2 + random.nextInt(999),
                1 + random.nextInt(9),
                positive(random),
                positive(random),
                random.nextBoolean(),
                random.nextBoolean() ? null : -positive(random),
                random.nextBoolean());
    }

    private static Td3Config drawTd3(Random random, List<Integer> hidden) {
        return new Td3Config(
                hidden,
                positive(random),
                random.nextDouble(),
                Math.nextUp(random.nextDouble()),
                2 + random.nextInt(999),
                1 + random.nextInt(9),
                1 + random.nextInt(9),
                positive(random),
                positive(random),
                positive(random),
                random.nextBoolean());
    }

    private static OfeConfig drawExtractors(Random random) {
        return new OfeConfig(
                random.nextInt(3),
                random.nextBoolean() ? null : 1 + random.nextInt(9),
                positive(random),
                random.nextInt(99),
                Math.nextUp(random.nextDouble()),
                positive(random),
                random.nextBoolean());
    }

    private static PruneConfig drawPruning(Random random) {
        double thetaStart = Math.nextUp(random.nextDouble());
        return new PruneConfig(
                random.nextBoolean(),
                "theta",
                "straight_through",
                thetaStart,
                random.nextBoolean() ? "adam" : "plain",
                positive(random),
                Math.nextDown(thetaStart),
                random.nextInt(99),
                1_000_000,
                new LeaveOut(Math.nextUp(random.nextDouble()), random.nextInt(99)),
                0.01 + 0.4 * random.nextDouble(),
                0.5 + 0.5 * random.nextDouble(),
                "cost",
                PruneConfig.Target.NONE,
                random.nextDouble(),
                positive(random),
                new PruneConfig.ByRole(positive(random), 0, positive(random)),
                new PruneConfig.ByRole(positive(random), positive(random), 0));
    }

    private static StructureConfig drawStructure(Random random, OfeConfig ofe, int layers, AgentConfig learner) {
        boolean valued = learner.networks(1).stream().map(NetworkSpec::name).anyMatch(NetworkSpec.VALUE::equals);
        Integer asked = ofe.layers();
        int extractorLayers = !ofe.hasExtractors() || random.nextBoolean() ? 0 : asked == null ? 3 : asked;
        return new StructureConfig(
                drawUnits(random, extractorLayers, 0, 4096),
                drawUnits(random, extractorLayers, 0, 4096),
                drawUnits(random, layers, 1, 32_768),
                valued ? drawUnits(random, layers, 1, 32_768) : List.of(),
                drawUnits(random, layers, 1, 32_768),
                List.of());
    }

    private static List<Integer> drawUnits(Random random, int layers, int least, int most) {
        return random.ints(layers, least, most + 1).boxed().toList();
    }

    private static double positive(Random random) {
        double value = Double.longBitsToDouble(random.nextLong() >>> 1);
        return value > 0 && Double.isFinite(value) ? value : Double.MIN_VALUE;
    }

    @Test
    void listsStandInPlace() {
        String text = ConfigFile.toYaml(
                new ConfigLoader(List.of("Hopper-v5")).load(new ConfigRequest(null, List.of(), Map.of())));
        assertThat(text).contains("  phi_o: []\n  phi_oa: []\n").contains("  layers: null\n");
    }

    /** Other agents are left out, so that a new agent does not make older runs unreadable. */
    @Test
    void onlyTheAgentOfTheRunHasASection() throws IOException {
        RunConfig td3 = new ConfigLoader(List.of("Hopper-v5"))
                .load(new ConfigRequest(null, List.of(), Map.of("--agent", "td3", "--preset", "ofe")));
        String text = ConfigFile.toYaml(td3);
        Path file = Files.writeString(folder.resolve("config.yml"), text);

        assertThat(text).contains("\ntd3:\n  hidden:\n  - 256\n").doesNotContain("\nsac:", "learner");
        assertThat(ConfigFile.read(file)).isEqualTo(td3);
    }

    @Test
    void anUnknownAgentIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("config.yml"), "agent: reinforce\n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.read(file))
                .withMessage(file + ":1: agent is 'reinforce', which does not exist; known: sac, td3, ppo");
    }

    @Test
    void theFileAlsoServesAsTheUsersFile() throws IOException {
        var loader = new ConfigLoader(List.of("Hopper-v5"));
        RunConfig config = loader.load(new ConfigRequest(
                null, List.of("sac.tau=0.3"), Map.of("--env", "Hopper-v5", "--preset", "sac-big", "--steps", "7")));
        Path file = Files.writeString(folder.resolve("config.yml"), ConfigFile.toYaml(config));

        assertThat(loader.load(new ConfigRequest(file, List.of(), Map.of()))).isEqualTo(config);
    }

    /** Version 0.1 before November 2026 had no precision: its products were float32. */
    @Test
    void aFileOfAnEarlierVersionHasFullPrecision() throws IOException {
        RunConfig config = new ConfigLoader(List.of("Hopper-v5")).load(new ConfigRequest(null, List.of(), Map.of()));
        String text = ConfigFile.toYaml(config);
        assertThat(text).contains("\nprecision: highest\n");
        Path earlier = Files.writeString(folder.resolve("earlier.yml"), text.replace("precision: highest\n", ""));
        Path medium = Files.writeString(folder.resolve("medium.yml"), text.replace("highest", "medium"));

        assertThat(ConfigFile.read(earlier)).isEqualTo(config);
        assertThat(ConfigFile.read(medium).precision()).isEqualTo("medium");
    }

    /** Before November 2026 PPO alone could normalise. */
    @ParameterizedTest
    @ValueSource(strings = {"sac", "td3"})
    void aFileOfAnEarlierVersionReadsObservationsAsTheyAre(String agent) throws IOException {
        RunConfig config = new ConfigLoader(List.of("Hopper-v5"))
                .load(new ConfigRequest(null, List.of(), Map.of("--agent", agent)));
        String text = ConfigFile.toYaml(config);
        String setting = "  normalise_observations: false\n";
        assertThat(text).contains(setting);
        Path earlier = Files.writeString(folder.resolve("earlier.yml"), text.replace(setting, ""));
        Path normalised = Files.writeString(
                folder.resolve("normalised.yml"), text.replace(setting, setting.replace("false", "true")));

        assertThat(ConfigFile.read(earlier)).isEqualTo(config);
        assertThat(config.learner().normalisesObservations()).isFalse();
        assertThat(ConfigFile.read(normalised).learner().normalisesObservations())
                .isTrue();
    }

    /** Before November 2026 all rates were constant. */
    @Test
    void aFileOfAnEarlierVersionHasConstantRates() throws IOException {
        RunConfig config = new ConfigLoader(List.of("Hopper-v5")).load(new ConfigRequest(null, List.of(), Map.of()));
        String text = ConfigFile.toYaml(config);
        String setting = "learning_rate_schedule: constant\n";
        assertThat(text).contains("\n" + setting);
        Path earlier = Files.writeString(folder.resolve("earlier.yml"), text.replace(setting, ""));
        Path linear = Files.writeString(folder.resolve("linear.yml"), text.replace("constant", "linear"));

        assertThat(ConfigFile.read(earlier)).isEqualTo(config);
        assertThat(ConfigFile.read(linear).learningRateSchedule()).isEqualTo("linear");
    }

    @Test
    void refusesAFileThatLeavesASettingOut() throws IOException {
        RunConfig config = new ConfigLoader(List.of("Hopper-v5")).load(new ConfigRequest(null, List.of(), Map.of()));
        String text = ConfigFile.toYaml(config);
        assertThat(text).contains("  tau: ");
        Path file = Files.writeString(folder.resolve("config.yml"), text.replaceAll("  tau: .*\n", ""));

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.read(file))
                .withMessage(
                        file + ": 'sac.tau' is missing; a run's configuration names every setting. If another version"
                                + " of Espalier made the run, go on with that one: metadata.json names it");
    }
}
