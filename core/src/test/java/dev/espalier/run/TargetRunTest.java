package dev.espalier.run;

import static dev.espalier.run.TestRuns.NEVER;
import static dev.espalier.run.TestRuns.PPO;
import static dev.espalier.run.TestRuns.PRUNING;
import static dev.espalier.run.TestRuns.TD3;
import static dev.espalier.run.TestRuns.assertSameRun;
import static dev.espalier.run.TestRuns.both;
import static dev.espalier.run.TestRuns.finish;
import static dev.espalier.run.TestRuns.interrupted;
import static dev.espalier.run.TestRuns.straight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.architecture.ParameterCount;
import dev.espalier.config.ConfigException;
import dev.espalier.run.files.StructureFile;
import dev.espalier.run.loop.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs end at the user's number of parameters, however units are chosen. */
class TargetRunTest {

    /** Of 1010 that SAC deploys at the start. */
    private static final String TARGET = "prune.target.deployed=400";

    @TempDir
    private Path folder;

    private static String[] settings(String[] agent, String... more) {
        String[] pressureless = Arrays.stream(PRUNING)
                .filter(setting -> !setting.startsWith("prune.nu") && !setting.startsWith("prune.open_after"))
                .toArray(String[]::new);
        return both(both(pressureless, agent), more);
    }

    private static ParameterCount count(Path run) {
        return StructureFile.read(run.resolve("structure.json")).count();
    }

    /** A column of the last row before step 240, the end of the free phase of theta. */
    private static double beforeTheRounding(Path run, String tag) throws IOException {
        List<String> rows = Files.readAllLines(run.resolve("progress.csv"));
        int column = List.of(rows.getFirst().split(",", -1)).indexOf(tag);
        String row = rows.stream()
                .filter(line -> line.startsWith("220,"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(row.split(",", -1)[column]);
    }

    /** TD3's policy learns at every third update, with three times as large steps of theta. */
    private static final String[] SLOW_TD3 = both(TD3, "prune.theta_learning_rate=0.01");

    static Stream<Arguments> agents() {
        return Stream.of(
                Arguments.of("sac", new String[0]),
                Arguments.of("td3", SLOW_TD3),
                Arguments.of("ppo", both(PPO, "ofe.pretrain_updates=0")));
    }

    static Stream<Arguments> agentsAndMethods() {
        return Stream.of("theta", "magnitude", "random")
                .flatMap(method -> Stream.of(
                        Arguments.of(method, "sac", new String[0]),
                        Arguments.of(method, "td3", SLOW_TD3),
                        Arguments.of(method, "ppo", both(PPO, "ofe.pretrain_updates=0"))));
    }

    /** A unit has about 20 parameters here and theta has 180 updates, so no run comes as close as a longer one. */
    @ParameterizedTest
    @MethodSource("agentsAndMethods")
    void endAtTheirTargetAndNeverAbove(String method, String name, String[] agent) throws IOException {
        Path run = straight(folder.resolve(name), settings(agent, TARGET, "prune.method=" + method));

        assertThat(count(run).deployed()).isBetween(300L, 400L);
        List<String> rows = Files.readAllLines(run.resolve("progress.csv"));
        assertThat(rows.getFirst()).contains("prune/wanted_deployed");
        assertThat(Files.readString(run.resolve("prune_events.jsonl"))).contains("\"removed\"");
        JsonNode networks = new ObjectMapper()
                .readTree(Files.readString(run.resolve("structure.json")))
                .get("networks");
        networks.properties().stream()
                .filter(network -> !List.of("phi_o", "policy").contains(network.getKey()))
                .forEach(network -> assertThat(network.getValue().get("hidden").toString())
                        .as("nobody presses units that are not deployed, as those of " + network.getKey())
                        .isIn("[]", "[8,8]", "[16,16]"));
    }

    /** Gates open at once, at a size far above the target: some must wait, or the run would end above. */
    @Test
    void gatesThatWouldOpenTooEarlyDoNotKeepARunFromItsTarget() {
        Path run = straight(
                folder.resolve("run"),
                settings(
                        new String[0],
                        TARGET,
                        "prune.open_after=0",
                        "prune.theta_learning_rate=1e-6",
                        "prune.theta_start=0.97"));

        assertThat(count(run).deployed()).isBetween(370L, 400L);
    }

    /** With such large steps theta falls by chance, whatever the pressure: what is left stays as soon as it fits. */
    @Test
    void unitsThatFallFasterThanThePressureAsksDoNotEndTheRunTooSmall() throws IOException {
        Path run = straight(folder.resolve("run"), settings(TD3, TARGET));

        assertThat(count(run).deployed()).isBetween(340L, 400L);
        assertThat(beforeTheRounding(run, "prune/undecided_theta")).isZero();
    }

    @Test
    void bothSizes() {
        Path run = straight(folder.resolve("run"), settings(new String[0], TARGET, "prune.target.trained=1500"));

        assertThat(count(run).deployed()).isBetween(370L, 400L);
        assertThat(count(run).trained()).isBetween(1400L, 1500L);
    }

    /** The critics cannot become so small next to the deployed target: the deployed part must shrink further. */
    @Test
    void aTightSizeOfAllNetworksShrinksWhatIsDeployedFurther() {
        Path run = straight(folder.resolve("run"), settings(new String[0], TARGET, "prune.target.trained=450"));

        assertThat(count(run).deployed()).isLessThan(370);
        assertThat(count(run).trained()).isBetween(400L, 450L);
    }

    /** The pressure does the work, not the last cut. */
    @ParameterizedTest
    @MethodSource("agents")
    void pressureBringsThemNearTheirTargetBeforeTheLastCut(String name, String[] agent) throws IOException {
        Path run = straight(folder.resolve(name), settings(agent, "prune.target.deployed=600"));

        assertThat(beforeTheRounding(run, "prune/params_deploy")).isLessThan(660);
    }

    /** Rows come between two rollouts, so before the resumed run has entered any phase. */
    @Test
    void soDoesOneThatLearnsFromRollouts() throws IOException {
        String[] settings = settings(both(PPO, "ofe.pretrain_updates=0", "ppo.rollout=30"), TARGET);
        Path straight = straight(folder.resolve("straight"), settings);
        Path run = interrupted(folder.resolve("run"), 155, settings);
        finish(run);
        assertSameRun(run, straight);
    }

    @ParameterizedTest
    @ValueSource(strings = {"theta", "magnitude", "random"})
    void aRunInterruptedOnItsWayEndsAsIfItHadNeverStopped(String method) throws IOException {
        String[] settings = settings(new String[0], TARGET, "prune.method=" + method);
        Path straight = straight(folder.resolve("straight"), settings);
        for (long step : List.of(70L, 150L, 239L)) {
            Path run = interrupted(folder.resolve("run" + step), step, settings);
            finish(run);
            assertSameRun(run, straight);
        }
    }

    @Test
    void unitsThatNothingWouldMakeGoAreRefusedAtTheStart() {
        assertThatThrownBy(() -> start("prune.nu={ofe: 0, policy: 0, critic: 0}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("prune.nu is 0 for every network, and there is no size to end with");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    /** There is a pressure where theta decides, and none to log otherwise. */
    @ParameterizedTest
    @CsvSource({"theta, true", "magnitude, false", "random, false"})
    void thePressureIsLoggedWhereThereIsOne(String method, boolean isPressed) throws IOException {
        Path run = straight(folder.resolve("run"), settings(new String[0], TARGET, "prune.method=" + method));

        assertThat(Files.readAllLines(run.resolve("progress.csv")).getFirst().contains("prune/pressure_deployed"))
                .isEqualTo(isPressed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployed", "trained"})
    void anUnreachableTargetIsRefusedAtTheStartWithTheSmallestThereIs(String kind) {
        assertThatThrownBy(() -> start("prune.target." + kind + "=5"))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching(
                        "prune.target." + kind + " is 5, but with a single unit in each hidden layer, and none"
                                + " in extractors, \\d+ parameters are " + kind + "; give at least that");
        assertThatThrownBy(() -> start("prune.target." + kind + "=1000000"))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("prune.target." + kind + " is 1000000, but there are no more than \\d+ parameters "
                        + kind + " at the start; give less, or start with wider networks");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private void start(String target) {
        TrainingRun.start(
                TestRuns.config(settings(new String[0], target)), folder.resolve("run"), RunListener.NOBODY, NEVER);
    }
}
