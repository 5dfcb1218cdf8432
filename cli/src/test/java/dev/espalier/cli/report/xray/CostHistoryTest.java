package dev.espalier.cli.report.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.cli.report.runs.RecordedRun;
import dev.espalier.cli.report.xray.CostHistory.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expected and actual cost by the paper's equations, computed by hand. */
class CostHistoryTest {

    @TempDir
    Path parent;

    private CostHistory history() throws IOException {
        return CostHistory.of(PrunedRun.read(RecordedRun.read(PrunedFolder.complete(parent, 0)))
                .orElseThrow());
    }

    /**
     * Equation (31) with kappa 3 and 6 outputs, mean and log sigma of 3 actions. At step 50 the policy has 11 + 3 + 3
     * inputs and 4 and 2 units; at step 100, 11 + 2 + 3 inputs, and 4 and 1 units.
     */
    @Test
    void theActualCostOfAPerceptronIsThatOfItsUnits() throws IOException {
        Part policy = part(history(), "policy");

        assertThat(policy.actual())
                .containsExactly(
                        new StepValue(50, (17 + 3) * 4 + (4 + 3) * 2 + (2 + 1) * 6),
                        new StepValue(100, (16 + 3) * 4 + (4 + 3) * 1 + (1 + 1) * 6));
    }

    /** At step 50 theta of the policy sums to 2 and 1, and all theta of phi_o are 1. */
    @Test
    void theExpectedCostCountsEachUnitWithItsTheta() throws IOException {
        Part policy = part(history(), "policy");

        assertThat(policy.expected().getFirst()).isEqualTo(new StepValue(50, (17 + 3) * 2 + (2 + 3) * 1 + (1 + 1) * 6));
        assertThat(policy.expected()).hasSize(2);
    }

    /**
     * Equations (19)-(27) with gamma 0.5 and kappa 3, at step 100: S^o = 2, 3; S^oa = 3, 3; first stages of 4 units.
     */
    @Test
    void theCostOfTheExtractorsWeighsLearningWithGamma() throws IOException {
        int phiO = (11 * 2 + 3 * 2 + 11) + (13 * 3 + 3 * 3 + 13);
        int policy = 16 * 4;
        int phiOa = (19 * 3 + 3 * 3 + 19) + (22 * 3 + 3 * 3 + 22);
        int predictor = 11 * 25;
        int critics = 16 * 4 + 2 * (25 * 4);

        Part extractors = part(history(), "extractors (C_OFE)");

        assertThat(extractors.actual().getLast())
                .isEqualTo(new StepValue(100, phiO + policy + 0.5 * (phiOa + predictor + critics)));
    }

    /**
     * phi_oa is not pruned, so its theta is not recorded; the removed unit of phi_o/0 does not count, others count 1.
     */
    @Test
    void unitsWithoutGatesCountWhole() throws IOException {
        Path folder = PrunedFolder.complete(parent, 0);
        Path theta = folder.resolve("theta_history.jsonl");
        String all = Files.readString(theta);
        String fewer = all.replaceAll("\"phi_oa/\\d\":\\{[^}]*},", "").replaceAll("\"phi_o/0\":\\{[^}]*},", "");
        assertThat(fewer).doesNotContain("phi_oa").doesNotContain("phi_o/0").contains("phi_o/1");
        Files.writeString(theta, fewer);
        int phiO = (11 * 2 + 3 * 2 + 11) + (13 * 3 + 3 * 3 + 13);
        int policy = 16 * 2;
        int phiOa = (19 * 3 + 3 * 3 + 19) + (22 * 3 + 3 * 3 + 22);
        int predictor = 11 * 25;
        int critics = 16 * 2 + 2 * (25 * 2);

        PrunedRun run = PrunedRun.read(RecordedRun.read(folder)).orElseThrow();

        assertThat(part(CostHistory.of(run), "extractors (C_OFE)").expected().getLast())
                .isEqualTo(new StepValue(70, phiO + policy + 0.5 * (phiOa + predictor + critics)));
    }

    private static Part part(CostHistory history, String name) {
        return history.parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
