package dev.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.policy.Normalisation;
import dev.espalier.policy.PolicyBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of SAC and TD3 on normalised observations, from the command line to exported policies that normalise, too. */
class NormalisedRunsTest {

    @TempDir
    private Path folder;

    private static CommandRunner.Outcome espalier(String... arguments) {
        return new CommandRunner(new LibraryRuns()).run(arguments);
    }

    private Path trained(String agent, String... settings) {
        Path run = folder.resolve("run");
        List<String> arguments = new ArrayList<>(
                List.of("train", "--env", "Hopper-v5", "--agent", agent, "--steps", "400", "--out", run.toString()));
        List<String> all = new ArrayList<>(List.of(
                agent + ".normalise_observations=true",
                agent + ".hidden=[12, 12]",
                agent + ".batch=16",
                "evaluation.every=200",
                "evaluation.episodes=2",
                "checkpoint.every=100"));
        all.addAll(List.of(settings));
        for (String setting : all) {
            arguments.add("--set");
            arguments.add(setting);
        }
        CommandRunner.Outcome outcome = espalier(arguments.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return run;
    }

    /** Each export is compared with the trainer's policy on observations of real episodes, and all by their returns. */
    @ParameterizedTest
    @CsvSource({
        "sac, preset=plain, random_steps=40",
        "sac, preset=prune-b, ofe.units=6",
        "td3, preset=plain, random_steps=40",
        "td3, preset=prune-b, ofe.units=6"
    })
    void policiesInEveryFormatDoWhatTheTrainersDoes(String agent, String preset, String other) throws Exception {
        Path run = trained(agent, preset, other, "ofe.layers=2", "prune.theta_learning_rate=0.01");

        for (String format : List.of("bundle", "onnx", "c")) {
            Path exported = folder.resolve("policy." + format);
            CommandRunner.Outcome outcome =
                    espalier("export", run.toString(), "--format", format, "--out", exported.toString());
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.out()).contains("verified with");
        }
        Normalisation normalisation = Objects.requireNonNull(PolicyBundle.read(folder.resolve("policy.bundle"))
                .policy()
                .network()
                .normalisation());
        // Hopper's torso starts near a height of 1.25, and falls.
        assertThat(normalisation.mean()[0]).isBetween(0.8f, 1.5f);
        assertThat(normalisation.deviation()[0]).isBetween(0.01f, 0.5f);
        assertThat(Files.readString(run.resolve("config.yml"))).contains("normalise_observations: true");
        assertThat(espalier("eval", run.toString(), "--episodes", "1").code()).isZero();
    }
}
