package dev.espalier.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.policy.PolicyBundle;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.WeightFormat;
import dev.espalier.run.TrainedPolicy;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A policy that {@code prune-b} pruned from 925 128 parameters in 100 000 steps of Hopper-v5: seed 0 of
 * results/pruning-100k, exported as a bundle. It hops in MuJoCo, and so must its exports.
 */
class RealHopperTest {

    private static PolicyBundle bundle;
    private static Rollouts rollouts;

    @TempDir
    private Path folder;

    @BeforeAll
    static void play() throws Exception {
        bundle = PolicyBundle.read(folderOf("hopper"));
        rollouts = new Rollouts(trained());
    }

    private static Path folderOf(String name) throws URISyntaxException {
        URL resource = Objects.requireNonNull(RealHopperTest.class.getResource(name));
        return Path.of(resource.toURI());
    }

    private static TrainedPolicy trained() {
        return new TrainedPolicy(bundle.task(), 100_000, 0, 7500, bundle.policy());
    }

    @AfterAll
    static void close() {
        rollouts.close();
    }

    /** A Hopper that only stands still or falls gets far less. */
    @Test
    void theTrainersPolicyHops() {
        assertThat(rollouts.returns()).allSatisfy(sum -> assertThat(sum).isBetween(600.0, 700.0));
    }

    /** The vectors were written by the process that read the run's checkpoint. */
    @Test
    void theBundleDoesWhatTheTrainerDid() {
        double[] action = new double[3];
        for (Golden golden : bundle.golden()) {
            bundle.policy().act(golden.observation(), action);
            assertThat(Deviation.of(bundle.policy().range(), golden.action(), action))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void cAndOnnxHopAsTheTrainersPolicyDoes() {
        var exporter = new Exporter(trained(), rollouts, CCompiler.find().orElseThrow());
        for (Format format : Format.values()) {
            Path out = folder.resolve("hopper." + format.lowerCase());

            Agreement agreement =
                    Objects.requireNonNull(exporter.write(format, out).agreement());

            assertThat(agreement.holds()).as(agreement.toString()).isTrue();
            assertThat(agreement.observations()).isGreaterThanOrEqualTo(1000);
            assertThat(agreement.deviation()).isLessThan(1e-5);
            assertThat(Math.abs(agreement.meanReturn() - agreement.expectedReturn()))
                    .isLessThan(0.01);
            assertThat(out).satisfies(path -> assertThat(Files.exists(path)).isTrue());
        }
    }

    /** The exported forms agree with the policy whose weights are rounded; 8 bits lose less than a percent here. */
    @ParameterizedTest
    @CsvSource({"FLOAT16, 1", "INT8, 1", "INT4, 1000"})
    void withRoundedWeightsAllFormatsHopAlike(WeightFormat weights, double allowedLoss) throws IOException {
        RoundedPolicy rounded = RoundedPolicy.of(bundle.policy(), weights);
        try (Rollouts played = new Rollouts(trained().with(rounded.policy()), "rounded policy")) {
            RoundingLoss.of(weights, rollouts, rounded.policy(), played).requireAtMost(allowedLoss);
            var exporter =
                    new Exporter(trained(), rounded, played, CCompiler.find().orElseThrow());
            for (Format format : Format.values()) {
                Agreement agreement =
                        Objects.requireNonNull(exporter.write(format, folder.resolve("hopper." + format.lowerCase()))
                                .agreement());

                assertThat(agreement.holds()).as(agreement.toString()).isTrue();
                assertThat(agreement.toString()).contains(" of the rounded policy's (allowed ");
            }
        }
        PolicyBundle read = PolicyBundle.read(folder.resolve("hopper.bundle"));
        for (int i = 0; i < rounded.weights().size(); i++) {
            assertThat(read.policy().network().layers().get(i).weights())
                    .containsExactly(rounded.policy().network().layers().get(i).weights());
        }
        assertThat(Files.readString(folder.resolve("hopper.bundle/policy.json")))
                .contains("\"version\" : 3", "\"weights\" : \"" + weights.lowerCase() + "\"");
    }
}
