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

/** The code in {@code docs/add-your-own-agent.md}, compiled and put on the class path, works as an agent. */
@Timeout(180)
class OwnAgentTest {

    private static final String[] SMALL = {
        "--env", "InvertedPendulum-v5",
        "--set", "steps=300",
        "--set", "random_steps=50",
        "--set", "log_every=50",
        "--set", "evaluation.every=100",
        "--set", "evaluation.episodes=1",
        "--set", "checkpoint.every=50",
        "--set", "ddpg.hidden=[16, 16]",
        "--set", "ddpg.batch=16"
    };

    private static final String[] PRUNED = {
        "--preset", "prune-b",
        "--set", "ofe.units=8",
        "--set", "ofe.layers=2",
        "--set", "ofe.pretrain_updates=30",
        "--set", "prune.warmup_end=0.2",
        "--set", "prune.theta_learning_rate=0.05",
        "--set", "prune.nu={ofe: 1, policy: 1, critic: 1}"
    };

    @TempDir
    private static Path classes;

    @TempDir
    private Path folder;

    private static OwnCode code;

    @BeforeAll
    static void compile() throws IOException {
        code = OwnCode.of("add-your-own-agent.md", classes);
        assertThat(code.blocks("java")).hasSize(1);
        assertThat(code.blocks("java").getFirst().lines()).hasSizeLessThan(150);
    }

    private Said espalier(String... arguments) throws IOException, InterruptedException {
        return code.espalier(folder, arguments);
    }

    private static String[] train(Path run, String[]... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--agent", "ddpg", "--out", run.toString()));
        arguments.addAll(List.of(SMALL));
        for (String[] some : more) {
            arguments.addAll(List.of(some));
        }
        return arguments.toArray(String[]::new);
    }

    @Test
    void itIsPrunedResumedEvaluatedAndExported() throws IOException, InterruptedException {
        Path straight = folder.resolve("straight");
        Said trained = espalier(train(straight, PRUNED));

        assertThat(trained.code()).as(trained.text()).isZero();
        assertThat(trained.text()).contains("Training preset prune-b of ddpg on InvertedPendulum-v5");
        assertThat(Files.readString(straight.resolve("config.yml"))).contains("\nddpg:\n", "noise: 0.1");
        JsonNode structure =
                new ObjectMapper().readTree(straight.resolve("structure.json").toFile());
        assertThat(structure.path("agent").asText()).isEqualTo("ddpg");
        assertThat(structure.path("networks").fieldNames())
                .toIterable()
                .containsExactly("phi_o", "phi_oa", "predictor", "policy", "q1");
        assertThat(structure.at("/networks/q1/hidden/0").asInt()).isBetween(1, 15);
        assertThat(Files.readAllLines(straight.resolve("prune_events.jsonl"))).hasSizeGreaterThan(4);

        // As after a kill: the last checkpoint is deleted, and the run resumes from the previous one.
        Path resumed = folder.resolve("resumed");
        assertThat(espalier(train(resumed, PRUNED)).code()).isZero();
        delete(resumed.resolve("checkpoints/step-000000300"));
        assertThat(espalier("resume", resumed.toString()).text()).contains("continuing at step 250");
        assertThat(espalier("digest", resumed.toString()).text())
                .isEqualTo(espalier("digest", straight.toString()).text());

        assertThat(espalier("eval", straight.toString(), "--episodes", "1").text())
                .contains("episode 1: return");
        Said exported = espalier(
                "export",
                straight.toString(),
                "--format",
                "bundle",
                "--out",
                folder.resolve("p").toString());
        assertThat(exported.text()).contains("verified with");
        assertThat(espalier(
                                "report",
                                straight.toString(),
                                "--out",
                                folder.resolve("report").toString())
                        .code())
                .isZero();
        assertThat(folder.resolve("report/report.html")).content().contains("ddpg-prune-b");
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Test
    void itLearns() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        Said trained = espalier(train(run, new String[] {
            "--preset", "plain",
            "--set", "steps=5000",
            "--set", "random_steps=1000",
            "--set", "evaluation.every=1000",
            "--set", "checkpoint.every=5000",
            "--set", "ddpg.hidden=[64, 64]",
            "--set", "ddpg.batch=64",
            "--set", "ddpg.tau=0.02",
            "--set", "ddpg.updates_per_step=4",
            "--set", "threads=1"
        }));

        assertThat(trained.code()).as(trained.text()).isZero();
        JsonNode best =
                new ObjectMapper().readTree(run.resolve("best/score.json").toFile());
        // Without learning, the pole falls after about 10 steps; the maximum is 1000.
        assertThat(best.path("mean_return").asDouble()).as(trained.text()).isGreaterThan(500);
    }

    @Test
    void itsSettingsAreCheckedAsAllAre() throws IOException, InterruptedException {
        assertThat(espalier("train", "--agent", "ddpg", "--preset", "plain", "--set", "ddpg.nois=1")
                        .text())
                .contains("unknown key 'ddpg.nois'; did you mean 'ddpg.noise'?");
        assertThat(espalier("train", "--agent", "ddpg", "--preset", "plain", "--set", "ddpg.batch=0")
                        .text())
                .contains("--set ddpg.batch=0: ddpg.batch is 0; give a whole number of at least 1");
        assertThat(espalier("train", "--agent", "dppg", "--preset", "plain").text())
                .contains("agent is 'dppg', which does not exist; did you mean 'ddpg'? Known: sac, td3, ppo, ddpg");
    }
}
