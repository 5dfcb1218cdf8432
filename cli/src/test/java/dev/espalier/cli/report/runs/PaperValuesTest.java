package dev.espalier.cli.report.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Compares the paper's tables with each other, as an error in one would not fit the other. */
class PaperValuesTest {

    private final PaperValues paper = PaperValues.load();

    @Test
    void theRatiosOfTable3AreThoseOfTable4() {
        assertThat(paper.tasks())
                .extracting(PaperValues.Task::id)
                .containsExactly("HalfCheetah-v2", "Ant-v2", "Hopper-v2", "Walker2d-v2");
        for (PaperValues.Task task : paper.tasks()) {
            assertThat(task.methods())
                    .containsOnlyKeys("sac", "sac-big", "ofe", "ofe-big", "prune-a", "prune-b", "prune-c");
            PaperValues.Method ofe = Objects.requireNonNull(task.methods().get("ofe"));
            task.methods().forEach((name, method) -> {
                // Both are rounded: thousands to 0.5 of at least 8, ratios to 0.5 %.
                double deployed = 100.0 * method.deployed() / ofe.deployed();
                double trained = 100.0 * method.trained() / ofe.trained();
                assertThat((double) method.deployRatio())
                        .as("%s, %s", task.id(), name)
                        .isCloseTo(deployed, within(1 + 0.01 * deployed));
                assertThat((double) method.trainRatio())
                        .as("%s, %s", task.id(), name)
                        .isCloseTo(trained, within(1 + 0.01 * trained));
            });
        }
    }

    @Test
    void aTaskIsFoundWhateverItsVersion() {
        assertThat(paper.task("Hopper-v5")).map(PaperValues.Task::id).contains("Hopper-v2");
        assertThat(paper.task("Hopperish-v5")).isEmpty();
        assertThat(paper.task("Reacher-v5")).isEmpty();
    }
}
