package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.espalier.cli.CommandRunner.Outcome;
import dev.espalier.env.Environments;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the smaller commands request from the library and print. */
class CommandsTest {

    private final RecordedRuns runs = new RecordedRuns();
    private final CommandRunner espalier = new CommandRunner(runs);

    @TempDir
    Path folder;

    @Test
    void resumeWorksOnTheDirectory() {
        assertThat(espalier.run("resume", folder.toString()).code()).isZero();
        assertThat(runs.directory).isEqualTo(folder);
    }

    @Test
    void evalPrintsOneJsonDocument() throws IOException {
        Outcome outcome = espalier.run("eval", folder.toString(), "--episodes", "2", "--seed", "9", "--json");

        JsonNode document = outcome.json();
        assertThat(document.fieldNames())
                .toIterable()
                .containsExactly("returns", "mean", "std", "lengths", "lost_episodes");
        assertThat(document.get("returns").toString()).isEqualTo("[1.0,4.0]");
        assertThat(document.get("lengths").toString()).isEqualTo("[10,20]");
        assertThat(document.get("mean").doubleValue()).isEqualTo(2.5);
        assertThat(document.get("std").doubleValue()).isCloseTo(1.5, within(1e-12));
        assertThat(runs.episodes).isEqualTo(2);
        assertThat(runs.seed).isEqualTo(9);
        assertThat(outcome.code()).isZero();
    }

    @Test
    void evalTellsOfLostEpisodesBesideTheReturn() {
        runs.lostEpisodes = 1;
        assertThat(espalier.run("eval", folder.toString()).out())
                .endsWith("mean return 2.5, std 1.5, 2 episodes, 1 of them lost\n");
    }

    @Test
    void evalSpeaksToPeopleByDefault() {
        assertThat(espalier.run("eval", folder.toString()).out()).isEqualTo("""
                        episode 1: return 1.00 in 10 steps
                        episode 2: return 4.00 in 20 steps
                        mean return 2.5, std 1.5, 2 episodes
                        """);
        assertThat(runs.episodes).as("as many as documented").isEqualTo(10);
    }

    @Test
    void digestPrintsTheDigestAlone() {
        assertThat(espalier.run("digest", folder.toString()).out()).isEqualTo("00ff\n");
        assertThat(runs.directory).isEqualTo(folder);
    }

    @Test
    void envsListsEveryTask() throws IOException {
        JsonNode list = espalier.run("envs", "--json").json();
        assertThat(list.findValuesAsText("id"))
                .hasSameSizeAs(Environments.all())
                .contains("HalfCheetah-v5", "Ant-v2");
        assertThat(list.get(0).fieldNames())
                .toIterable()
                .containsExactly("id", "observation_size", "action_size", "max_episode_steps", "description");
        assertThat(espalier.run("envs").out()).contains("Hopper-v5").contains("hop on one leg");
    }

    @Test
    void presetsListsEveryPreset() throws IOException {
        assertThat(espalier.run("presets", "--json").json().findValuesAsText("name"))
                .containsExactly(
                        "plain",
                        "plain-big",
                        "ofe",
                        "ofe-big",
                        "prune",
                        "prune-a",
                        "prune-b",
                        "prune-c",
                        "sac",
                        "sac-big");
        assertThat(espalier.run("presets").out()).contains("plain-big  the same with two hidden layers of 1024 units");
    }

    @Test
    void theVersionIsThere() {
        assertThat(espalier.run("--version").out()).startsWith("espalier ").contains("Java 25");
    }
}
