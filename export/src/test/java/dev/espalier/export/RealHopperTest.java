package dev.espalier.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.policy.PolicyBundle;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.run.TrainedPolicy;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
