package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The task on a model of MuJoCo in {@code docs/bring-your-own-environment.md} works like others. */
@Timeout(180)
class OwnModelCommandsTest {

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
        Said trained = code.train(
                folder,
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
        assertThat(espalier("eval", "run", "--best", "--episodes", "1").text()).contains("episode 1: return");
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

        Said trained = code.train(folder, "pendulum.xml", "run");

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

        Said trained = code.train(folder, "pendulum.xml", "run");

        assertThat(trained.text())
                .containsPattern("(?m)^espalier: MuJoCo: .+$")
                .doesNotContain("dev.espalier.mujoco", "WARNING");
    }

    @Test
    void aModelThatIsNotThereIsNamed() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("folder.xml"));
        assertThat(code.train(folder, "folder.xml", "run").text())
                .contains("folder.xml is a folder; give the path of a model's file");
        Said trained = code.train(folder, "nowhere/pendulum.xml", "run");

        assertThat(trained.code()).as(trained.text()).isEqualTo(2);
        assertThat(trained.text()).contains("nowhere/pendulum.xml").doesNotContain("internal error");
    }

    @Test
    void aModelThatDoesNotLoadEndsWithMujocosMessage() throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("pendulum.xml"),
                code.blocks("xml").getFirst().replace("type=\"capsule\"", "type=\"sausage\""));

        Said trained = code.train(folder, "pendulum.xml", "run");

        assertThat(trained.code()).as(trained.text()).isEqualTo(2);
        assertThat(trained.text()).contains("pendulum.xml", "sausage", "line 6").doesNotContain("internal error");
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
