package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.espalier.cli.OwnCode.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tasks in {@code docs/bring-your-own-environment.md} work like others. */
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

    private Said train(String env, String out, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--env",
                env,
                "--preset",
                "plain",
                "--out",
                out,
                "--set",
                "sac.hidden=[32, 32]",
                "--set",
                "sac.batch=64",
                "--set",
                "evaluation.episodes=2",
                "--set",
                "threads=1"));
        arguments.addAll(List.of(more));
        return espalier(arguments.toArray(String[]::new));
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
        Said trained = train("Point-v0", "run", settings);

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

    /** The rod is a mesh from a file next to the model, referred to with another system's separators. */
    @Test
    void thePendulumIsSimulatedAndReplayed() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("models/parts"));
        Files.writeString(
                folder.resolve("models/parts/rod.obj"),
                "v 0 0 0\nv .1 0 0\nv 0 .1 0\nv 0 0 .6\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 1 4 3\n");
        Files.writeString(
                folder.resolve("models/parts/assets.xml"),
                "<mujoco><asset><mesh name=\"rod\" file=\"parts/rod.obj\"/></asset></mujoco>");
        Files.writeString(
                folder.resolve("models/pendulum.XML"),
                code.blocks("xml")
                        .getFirst()
                        .replace("<worldbody>", "<include file=\"parts/assets.xml\"/><worldbody>")
                        .replace(
                                "type=\"capsule\" fromto=\"0 0 0 0 0 0.6\" size=\"0.03\"",
                                "type=\"mesh\" mesh=\"rod\""));
        Said trained = train(
                "models/pendulum.XML",
                "run",
                "--steps",
                "300",
                "--set",
                "random_steps=100",
                "--set",
                "evaluation.every=300");

        assertThat(trained.code()).as(trained.text()).isZero();
        assertThat(espalier("eval", "run", "--episodes", "1").text()).contains("episode 1: return");
        assertThat(espalier("replay", "run", "--out", "run.html", "--gif", "run.gif")
                        .code())
                .isZero();
        assertThat(folder.resolve("run.html")).content().contains("rod", "\"shape\":\"mesh\"");
        assertThat(espalier("report", "run", "--out", "report").code()).isZero();
        try (var files = Files.list(folder.resolve("report"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.matches("curves-pendulum-[0-9a-f]+\\.png"));
        }
        assertThat(espalier("export", "run", "--format", "c", "--out", "pendulum.h")
                        .text())
                .contains("verified with");
        assertThat(espalier("card", "run", "--out", "card").code()).isZero();
        assertThat(folder.resolve("card/README.md")).content().contains("# pendulum: SAC", "- pendulum\n");
        assertThat(folder.resolve("run/policy/policy.json")).content().contains("\"task\" : \"pendulum\"");
        for (String published : List.of(
                "report",
                "card",
                "run.html",
                "pendulum.h",
                "run/policy",
                "run/ladder",
                "run/structure.json",
                "run/metadata.json")) {
            assertThat(filesThatTell("models", folder.resolve(published)))
                    .as(published)
                    .isEmpty();
        }
        assertThat(folder.resolve("card/config.yml")).content().contains("\nenv: pendulum\n");
        assertThat(folder.resolve("card/README.md")).content().contains("--config config.yml --env TASK --out DIR");
        assertThat(espalier("params", "run").text()).contains("run on pendulum, after 300 steps");

        // Both are moved, and the configuration contains the new path of the model.
        Files.move(folder.resolve("models"), folder.resolve("elsewhere"));
        Path config = folder.resolve("run/config.yml");
        Files.writeString(config, Files.readString(config).replace("env: models/", "env: elsewhere/"));
        Said moved = espalier("resume", "run");
        assertThat(moved.code()).as(moved.text()).isZero();

        Path model = folder.resolve("elsewhere/pendulum.XML");
        Files.writeString(model, Files.readString(model) + "<!-- heavier -->");
        Said refused = espalier("resume", "run");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.text())
                .endsWith("espalier: run depends on what is not as it was: pendulum.XML has changed. Undo that, or go"
                        + " on with what is there now: espalier resume --accept-changes run\n");
        Said accepted = espalier("resume", "run", "--accept-changes");
        assertThat(accepted.code()).as(accepted.text()).isZero();
        assertThat(accepted.text()).contains("what the run depends on is not as it was: pendulum.XML has changed");
        assertThat(espalier("resume", "run").code())
                .as("the change is recorded")
                .isZero();
    }

    /** The files, the given one or those below a folder, with these letters in name or content. */
    private static List<Path> filesThatTell(String letters, Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            List<Path> telling = new ArrayList<>();
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(path, StandardCharsets.ISO_8859_1);
                if (path.getFileName().toString().contains(letters) || content.contains(letters + "/")) {
                    telling.add(path);
                }
            }
            return telling;
        }
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

    @Test
    void aModelNeedsRules(@TempDir Path ruleless) throws IOException, InterruptedException {
        OwnCode without = OwnCode.of("bring-your-own-environment.md", ruleless);
        Files.delete(ruleless.resolve("META-INF/services/dev.espalier.env.ModelTask"));

        Said trained = without.espalier(folder, "train", "--env", "pendulum.xml", "--preset", "plain", "--out", "run");

        assertThat(trained.code()).as(trained.text()).isEqualTo(2);
        assertThat(trained.text())
                .endsWith("espalier: a task on the model pendulum.xml needs one class of rules on the class path, a"
                        + " dev.espalier.env.ModelTask, but there are 0\n");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void anActuatorNeedsARange() throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("pendulum.xml"),
                code.blocks("xml").getFirst().replace("ctrlrange=\"-1 1\" ctrllimited=\"true\"", ""));

        Said trained = train("pendulum.xml", "run");

        assertThat(trained.code()).as(trained.text()).isEqualTo(2);
        assertThat(trained.text())
                .as("nothing is announced that cannot be")
                .doesNotContain("Training preset")
                .contains(
                        "pendulum.xml: actuator 0 (counted from 0, without a name) has no range of controls",
                        "give it ctrlrange=\"-1 1\"");
    }

    /** With an extreme force the simulator warns; its warnings are single lines like our own messages. */
    @Test
    void aWarningOfMujocoIsOneLine() throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("pendulum.xml"), code.blocks("xml").getFirst().replace("gear=\"5\"", "gear=\"1e15\""));

        Said trained = train("pendulum.xml", "run");

        assertThat(trained.text())
                .containsPattern("(?m)^espalier: MuJoCo: .+$")
                .doesNotContain("dev.espalier.mujoco", "WARNING");
    }

    @Test
    void aModelThatIsNotThereIsNamed() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("folder.xml"));
        assertThat(train("folder.xml", "run").text())
                .contains("folder.xml is a folder; give the path of a model's file");
        Said trained = train("nowhere/pendulum.xml", "run");

        assertThat(trained.code()).as(trained.text()).isEqualTo(2);
        assertThat(trained.text()).contains("nowhere/pendulum.xml").doesNotContain("internal error");
    }

    @Test
    void aModelThatDoesNotLoadEndsWithMujocosMessage() throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("pendulum.xml"),
                code.blocks("xml").getFirst().replace("type=\"capsule\"", "type=\"sausage\""));

        Said trained = train("pendulum.xml", "run");

        assertThat(trained.code()).as(trained.text()).isEqualTo(2);
        assertThat(trained.text()).contains("pendulum.xml", "sausage", "line 6").doesNotContain("internal error");
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
