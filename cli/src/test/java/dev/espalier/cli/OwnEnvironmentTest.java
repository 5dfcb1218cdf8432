package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.cli.OwnCode.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The task that is a class in {@code docs/bring-your-own-environment.md} works like others. */
@Timeout(180)
class OwnEnvironmentTest {

    @TempDir
    private static Path classes;

    @TempDir
    private Path folder;

    private static OwnCode code;

    @BeforeAll
    static void compile() throws IOException {
        code = OwnCode.of("bring-your-own-environment.md", classes);
    }

    private Said espalier(String... arguments) throws IOException, InterruptedException {
        return code.espalier(folder, arguments);
    }

    @Test
    void thePointIsLearntResumedAndShipped() throws IOException, InterruptedException {
        assertThat(espalier("envs").text()).contains("Point-v0").contains("push a point to 0");
        String[] settings = {
            "--steps", "4000",
            "--set", "random_steps=500",
            "--set", "evaluation.every=1000",
            "--set", "checkpoint.every=1000",
            "--set", "sac.learning_rate=1e-3",
            "--set", "sac.tau=0.02"
        };
        Said trained = code.train(folder, "Point-v0", "run", settings);

        assertThat(trained.code()).as(trained.text()).isZero();
        // The maximum is 100; an agent that does nothing gets about 50, one with random actions less.
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("run/best/score.json").toFile())
                        .path("mean_return")
                        .asDouble())
                .as(trained.text())
                .isGreaterThan(75);

        String digest = espalier("digest", "run").text();
        Path last = folder.resolve("run/checkpoints/step-000004000");
        try (var files = Files.list(last)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(last);
        assertThat(espalier("resume", "run").text()).contains("continuing at step 3000");
        assertThat(espalier("digest", "run").text()).isEqualTo(digest);
        assertThat(espalier("export", "run", "--format", "bundle", "--out", "policy")
                        .text())
                .contains("Point-v0 policy", "verified with");
        assertThat(espalier("report", "run", "--out", "report").code()).isZero();
        Said replay = espalier("replay", "run", "--out", "run.html");
        assertThat(replay.code()).isEqualTo(2);
        assertThat(replay.text()).contains("Point-v0 is no task of MuJoCo");
    }

    /**
     * Every step has a cost, which is smaller the more the action pushes to the left. From the fourth step on, any
     * other action breaks the simulation. Breaking it at once costs least, but must not win.
     */
    @Test
    void aPolicyThatBreaksTheSimulatorIsNeverTheBest(@TempDir Path costly) throws IOException, InterruptedException {
        OwnCode changed = OwnCode.of(
                "bring-your-own-environment.md",
                costly,
                source -> source.replace("double reward = 1 - Math.abs(position) - 0.1 * Math.abs(velocity);", """
                                if (steps > 3 && action[0] > -0.3) {
                                    throw new dev.espalier.env.SimulationException("broken", new RuntimeException("nan"));
                                }
                                double reward = -1 - 0.5 * action[0];
                                """)
                        .replace("boolean lost = Math.abs(position) > 3;", "boolean lost = false;"));
        List<String> arguments =
                new ArrayList<>(List.of("train", "--env", "Point-v0", "--preset", "plain", "--out", "run"));
        for (String setting : List.of(
                "steps=800",
                "random_steps=100",
                "evaluation.every=100",
                "evaluation.episodes=2",
                "sac.hidden=[16, 16]",
                "sac.batch=32",
                "sac.learning_rate=3e-3",
                "threads=1")) {
            arguments.addAll(List.of("--set", setting));
        }
        Said trained = changed.espalier(folder, arguments.toArray(String[]::new));

        assertThat(trained.code()).as(trained.text()).isZero();
        // The first policies push weakly and lose both episodes after three steps; the last ones survive all 100 steps.
        assertThat(Files.readAllLines(folder.resolve("run/evaluations.csv")))
                .as(trained.text())
                .anyMatch(row -> row.endsWith(",2"))
                .anyMatch(row -> row.endsWith(",0"));
        try (var files = Files.walk(folder.resolve("run"))) {
            List<Path> scores = files.filter(file -> file.endsWith("score.json") || file.endsWith("rung.json"))
                    .toList();
            assertThat(scores).hasSize(2);
            for (Path score : scores) {
                JsonNode kept = new ObjectMapper().readTree(score.toFile());
                assertThat(kept.path("lost_episodes").intValue())
                        .as("%s", score)
                        .isZero();
                assertThat(kept.path("mean_return").doubleValue())
                        .as("%s", score)
                        .isBetween(-85.0, -50.0);
            }
        }
        assertThat(changed.espalier(folder, "ladder", "run").text()).contains("  lost ");
    }

    /** The same task with an error that occurs after some steps. */
    @Test
    void aTaskThatReturnsNaNIsNamed(@TempDir Path faulty) throws IOException, InterruptedException {
        OwnCode wrong = OwnCode.of(
                "bring-your-own-environment.md",
                faulty,
                source ->
                        source.replace("velocity += SECONDS * action[0];", "velocity += steps < 40 ? 0 : 0.0 / 0.0;"));

        Said trained = wrong.espalier(folder, "train", "--env", "Point-v0", "--preset", "plain", "--out", "run");

        assertThat(trained.code()).as(trained.text()).isEqualTo(2);
        assertThat(trained.text())
                .endsWith("espalier: environment Point-v0 (my.envs.Point): in step 41 of an episode entry 0 of its"
                        + " observation is NaN, expected a finite number\n");
    }
}
